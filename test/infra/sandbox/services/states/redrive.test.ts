import { randomUUID } from "node:crypto";
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  RedriveExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { functionArn } from "../lambda/functions-fixture.ts";
import { machineRole, StatesCloud } from "./states-fixture.ts";

const cloud = new StatesCloud();

beforeAll(async () => {
  await cloud.start();
  // Fails the first time for a key that says so, and writes every key that it handles.
  const source = `const seen = new Set();
    export const handler = async ({ key }) => {
      console.log("handles " + key);
      if (key.includes("flaky") && !seen.has(key)) { seen.add(key); throw new Error("not yet"); }
      if (key.includes("never")) throw new Error("never");
      return { key };
    };`;
  await cloud.createFunction("flaky", source);
});
afterAll(() => cloud.close());

const step = (key: string, next: object = { End: true }) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Parameters: { FunctionName: functionArn("flaky"), Payload: { key } },
  ResultPath: null,
  ...next,
});

/** How often the function handled a key. */
function timesHandled(key: string): number {
  return cloud.functions.logs("flaky").filter((line) => line === `handles ${key}`).length;
}

function createMachine(States: object, StartAt: string, roleArn = machineRole.arn): string {
  return cloud.createMachine({ StartAt, States }, `redrive-${randomUUID()}`, roleArn);
}

async function redrive(executionArn: string | undefined, clientToken?: string) {
  const answer = await cloud.client().send(new RedriveExecutionCommand({ executionArn, clientToken }));
  await cloud.machines.execution(executionArn ?? "")?.ended;
  const execution = await cloud.client().send(new DescribeExecutionCommand({ executionArn }));
  return { answer, execution };
}

describe("a redrive of a failed execution", () => {
  test("continues at the failed state, and does not repeat those before it", async () => {
    const one = `one-${randomUUID()}`;
    const two = `two-flaky-${randomUUID()}`;
    const machine = createMachine({ One: step(one, { Next: "Two" }), Two: step(two) }, "One");
    const failed = await cloud.run(machine, { run: 7 });
    expect(failed).toMatchObject({ status: "FAILED", redriveStatus: "REDRIVABLE", redriveCount: 0 });

    const { execution } = await redrive(failed.executionArn);

    expect(execution).toMatchObject({
      status: "SUCCEEDED",
      redriveCount: 1,
      redriveStatus: "NOT_REDRIVABLE",
    });
    expect(JSON.parse(execution.output ?? "")).toEqual({ run: 7 });
    expect([timesHandled(one), timesHandled(two)]).toEqual([1, 2]);
  });

  test("is in the history after the failure", async () => {
    const machine = createMachine({ One: step(`flaky-${randomUUID()}`) }, "One");
    const { executionArn } = await cloud.run(machine);

    await redrive(executionArn);

    const { events = [] } = await cloud.client().send(new GetExecutionHistoryCommand({ executionArn }));
    const types = events.map(({ type }) => type);
    expect(types.slice(types.indexOf("ExecutionFailed"))).toEqual([
      "ExecutionFailed",
      "ExecutionRedriven",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
  });

  test("enters a Fail state again and fails again", async () => {
    const machine = createMachine({ Bad: { Type: "Fail", Error: "Bad", Cause: "as planned" } }, "Bad");
    const { executionArn } = await cloud.run(machine);

    const { execution } = await redrive(executionArn);

    expect(execution).toMatchObject({ status: "FAILED", error: "Bad", redriveCount: 1 });
  });

  test("happens once per client token", async () => {
    const machine = createMachine({ One: step(`flaky-${randomUUID()}`) }, "One");
    const { executionArn } = await cloud.run(machine);

    const first = await redrive(executionArn, "token");
    const second = await redrive(executionArn, "token");

    expect(second.answer.redriveDate).toEqual(first.answer.redriveDate);
    expect(second.execution.redriveCount).toBe(1);
  });

  test("is refused for an execution that succeeded", async () => {
    const machine = createMachine({ One: step("fine") }, "One");
    const { executionArn } = await cloud.run(machine);

    await expect(redrive(executionArn)).rejects.toMatchObject({ name: "ExecutionNotRedrivable" });
  });

  test("is refused more than 14 days after the end", async () => {
    const machine = createMachine({ One: step(`flaky-${randomUUID()}`) }, "One");
    const { executionArn } = await cloud.run(machine);
    const before = cloud.now;
    cloud.now = new Date(before.getTime() + 14 * 86_400_000 + 1000);

    await expect(redrive(executionArn)).rejects.toMatchObject({
      name: "ExecutionNotRedrivable",
      message: "Execution redrivable period exceeded",
    });
    cloud.now = before;
  });
});

describe("a redrive of a failed Distributed Map", () => {
  const each = (Label: string, Key: string, next: object) => ({
    Type: "Map",
    Label,
    ItemReader: {
      Resource: "arn:aws:states:::s3:getObject",
      ReaderConfig: { InputType: "JSON" },
      Parameters: { Bucket: "runs", Key },
    },
    ItemProcessor: {
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
      StartAt: `Work${Label}`,
      States: {
        [`Work${Label}`]: {
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Parameters: { FunctionName: functionArn("flaky"), "Payload.$": "$" },
          OutputPath: "$.Payload.key",
          End: true,
        },
      },
    },
    MaxConcurrency: 1,
    ...next,
  });

  /** A machine with a Map whose children fail for keys that say so, and another Map after it. */
  function mapMachine(keys: string[], roleArn?: string): string {
    const key = `${randomUUID()}.json`;
    cloud.objects.set(`runs/${key}`, JSON.stringify(keys.map((name) => ({ key: name }))));
    const States = {
      First: each("First", key, { ToleratedFailureCount: 0, ResultPath: "$.first", Next: "Second" }),
      Second: each("Second", key, { ResultPath: "$.second", End: true }),
    };
    return createMachine(States, "First", roleArn);
  }

  async function mapRuns(executionArn: string | undefined) {
    const { mapRuns: found = [] } = await cloud.client().send(new ListMapRunsCommand({ executionArn }));
    return await Promise.all(
      found.map(({ mapRunArn }) => cloud.client().send(new DescribeMapRunCommand({ mapRunArn }))),
    );
  }

  test("runs the children again that did not succeed, in the same Map Run, and then the Map after it", async () => {
    const [good, flaky, late] = [`good-${randomUUID()}`, `flaky-${randomUUID()}`, `late-${randomUUID()}`];
    const failed = await cloud.run(mapMachine([good, flaky, late]));
    expect(failed).toMatchObject({ status: "FAILED", error: "States.ExceedToleratedFailureThreshold" });
    expect([good, flaky, late].map(timesHandled)).toEqual([1, 1, 0]);

    const { execution } = await redrive(failed.executionArn);

    expect(execution.status).toBe("SUCCEEDED");
    expect(JSON.parse(execution.output ?? "")).toEqual({
      first: [good, flaky, late],
      second: [good, flaky, late],
    });
    // The second Map handles each once more.
    expect([good, flaky, late].map(timesHandled)).toEqual([2, 3, 2]);
    const runs = await mapRuns(failed.executionArn);
    expect(runs.map(({ status, redriveCount }) => [status, redriveCount])).toEqual([
      ["SUCCEEDED", 1],
      ["SUCCEEDED", 0],
    ]);
    expect(runs.map(({ mapRunArn }) => mapRunArn?.split("/")[1]?.split(":")[0])).toEqual(["First", "Second"]);
  });

  test("leaves the redrive of children to their Map Run", async () => {
    const { executionArn } = await cloud.run(mapMachine([`never-${randomUUID()}`]));
    const [run] = await mapRuns(executionArn);
    const { executions = [] } = await cloud
      .client()
      .send(new ListExecutionsCommand({ mapRunArn: run?.mapRunArn }));

    const child = executions[0]?.executionArn;

    expect(await cloud.client().send(new DescribeExecutionCommand({ executionArn: child }))).toMatchObject({
      redriveStatus: "REDRIVABLE_BY_MAP_RUN",
    });
    await expect(redrive(child)).rejects.toMatchObject({ name: "ExecutionNotRedrivable" });
  });

  test("needs states:RedriveExecution on the Map Run's children in the machine's role", async () => {
    const role = {
      ...machineRole,
      arn: `${machineRole.arn}-no-redrive`,
      name: "machine-no-redrive",
      identityPolicies: {
        own: {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: "*", Resource: "*" },
            { Effect: "Deny", Action: "states:RedriveExecution", Resource: "*" },
          ],
        },
      },
    };
    cloud.identities.addRole(role);
    const { executionArn } = await cloud.run(mapMachine([`flaky-${randomUUID()}`], role.arn));

    const { execution } = await redrive(executionArn);

    expect(execution).toMatchObject({ status: "FAILED", error: "AccessDeniedException" });
    expect(execution.cause).toMatch(/states:RedriveExecution on resource: arn:aws:states:.*\/First:/);
  });
});
