import { randomUUID } from "node:crypto";
import { GetExecutionHistoryCommand } from "@aws-sdk/client-sfn";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { ServiceResponse } from "../../../../../infra/sandbox/cloud/service.ts";
import { functionArn } from "../lambda/functions-fixture.ts";
import { StatesCloud } from "./states-fixture.ts";

const cloud = new StatesCloud();

const unruly = `
export const handler = async (event) => {
  switch (event.do) {
    case "throw": { const error = new Error("one"); error.name = event.name; throw error; }
    case "exit": process.exit(7);
    case "hang": await new Promise(() => setInterval(() => {}, 1000)); break;
    case "grow": return "x".repeat(event.bytes);
    case "list": return [1, [2], null];
  }
  return event;
};`;

beforeAll(async () => {
  await cloud.start();
  await cloud.createFunction("unruly", unruly);
});
afterEach(() => {
  cloud.interceptors.length = 0;
});
afterAll(() => cloud.close());

test("the result of a function has the shape that lambda:invoke gives it on AWS", async () => {
  const { output } = await cloud.run(machine(task()), { do: "list" });
  expect(JSON.parse(output ?? "")).toEqual({
    ExecutedVersion: "$LATEST",
    Payload: [1, [2], null],
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: expect.any(String) },
    StatusCode: 200,
  });
});

test("OutputPath, ResultSelector and ResultPath select from that result", async () => {
  const picked = await cloud.run(machine(task({ OutputPath: "$.Payload" })), { do: "list" });
  expect(JSON.parse(picked.output ?? "")).toEqual([1, [2], null]);
  const placed = await cloud.run(
    machine(task({ ResultSelector: { "first.$": "$.Payload[0]" }, ResultPath: "$.at.last" })),
    { do: "list" },
  );
  expect(JSON.parse(placed.output ?? "")).toEqual({ do: "list", at: { last: { first: 1 } } });
});

test("the context object has the execution, the state machine and the cloud's time", async () => {
  const arn = machine({
    StartAt: "Invoke",
    States: {
      Invoke: {
        Type: "Pass",
        Parameters: {
          "id.$": "$$.Execution.Id",
          "name.$": "$$.Execution.Name",
          "input.$": "$$.Execution.Input.a",
          "role.$": "$$.Execution.RoleArn",
          "start.$": "$$.Execution.StartTime",
          "machine.$": "$$.StateMachine.Name",
        },
        End: true,
      },
    },
  });
  const { output, executionArn } = await cloud.run(arn, { a: 1 }, "named");
  expect(JSON.parse(output ?? "")).toEqual({
    id: executionArn,
    name: "named",
    input: 1,
    role: "arn:aws:iam::111122223333:role/machine",
    start: "2026-11-24T02:00:00.123Z",
    machine: arn.split(":").at(-1),
  });
});

test.each([
  [{ do: "throw", name: "Interrupted" }, "Interrupted", `"errorMessage":"one"`],
  [{ do: "exit" }, "Runtime.ExitError", "exit status 7"],
])("a function that does %j fails the state with the name of its error", async (input, error, cause) => {
  const execution = await cloud.run(machine(task()), input);
  expect(execution).toMatchObject({ status: "FAILED", error, cause: expect.stringContaining(cause) });
  expect(JSON.parse(execution.cause ?? "")).toMatchObject({ errorType: error });
});

test("an error is retried by its name, as often as the retrier says, and other errors are not", async () => {
  const retried = machine(
    task({ Retry: [{ ErrorEquals: ["Interrupted"], MaxAttempts: 2, BackoffRate: 1 }] }),
  );
  const { executionArn } = await cloud.run(retried, { do: "throw", name: "Interrupted" });
  expect(await taskEvents(executionArn)).toEqual([
    "TaskScheduled",
    "TaskFailed",
    "TaskScheduled",
    "TaskFailed",
    "TaskScheduled",
    "TaskFailed",
  ]);
  const other = await cloud.run(retried, { do: "throw", name: "AccountUnreachable" });
  expect(await taskEvents(other.executionArn)).toEqual(["TaskScheduled", "TaskFailed"]);
});

test("a caught error's name and cause are where the catcher puts them", async () => {
  const caught = machine({
    StartAt: "Invoke",
    States: {
      ...task({ Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "After" }] }).States,
      After: { Type: "Pass", End: true },
    },
  });
  const { status, output } = await cloud.run(caught, { do: "exit" });
  expect(status).toBe("SUCCEEDED");
  expect(JSON.parse(output ?? "")).toEqual({
    do: "exit",
    failure: { Error: "Runtime.ExitError", Cause: expect.stringContaining("exit status 7") },
  });
});

test("a task that takes longer than TimeoutSeconds fails with States.Timeout", async () => {
  const { executionArn, ...execution } = await cloud.run(machine(task({ TimeoutSeconds: 1 })), {
    do: "hang",
  });
  expect(execution).toMatchObject({ status: "FAILED", error: "States.Timeout" });
  expect(await taskEvents(executionArn)).toEqual(["TaskScheduled", "TaskTimedOut"]);
  cloud.functions.killAll();
});

test("an execution that takes longer than the machine's TimeoutSeconds times out", async () => {
  const { status, error } = await cloud.run(machine({ ...task(), TimeoutSeconds: 1 }), { do: "hang" });
  expect({ status, error }).toEqual({ status: "TIMED_OUT", error: undefined });
  cloud.functions.killAll();
});

test("a function that does not exist and one that may not be invoked fail with AWS's error names", async () => {
  expect(await cloud.run(machine(task({}, "nobody")))).toMatchObject({
    error: "Lambda.ResourceNotFoundException",
    cause: expect.stringContaining("Function not found"),
  });
  const foreign = functionArn("unruly").replace("111122223333", "444455556666");
  expect(await cloud.run(machine(task({}, foreign)))).toMatchObject({
    error: "Lambda.AWSLambdaException",
    cause: expect.stringContaining("is not authorized to perform: lambda:InvokeFunction"),
  });
});

test.each([
  ["TooManyRequestsException", 429, "Lambda.TooManyRequestsException"],
  ["ServiceException", 500, "Lambda.ServiceException"],
  ["reset", 0, "Lambda.SdkClientException"],
])(
  "if Lambda answers %s, the state fails with that name, which Retry can match",
  async (code, status, error) => {
    const response: ServiceResponse | "reset" =
      code === "reset"
        ? "reset"
        : {
            status,
            headers: { "x-amzn-errortype": code },
            body: JSON.stringify({ message: "Rate exceeded" }),
          };
    cloud.interceptors.push({
      before: async ({ operation }) => (operation === "Invoke" ? response : undefined),
    });
    expect(await cloud.run(machine(task()))).toMatchObject({ status: "FAILED", error });
  },
);

test("a result over 256 KiB ends the execution, and no Catch catches it", async () => {
  const guarded = machine({
    StartAt: "Invoke",
    States: {
      ...task({ Catch: [{ ErrorEquals: ["States.ALL"], Next: "After" }] }).States,
      After: { Type: "Pass", End: true },
    },
  });
  expect(await cloud.run(guarded, { do: "grow", bytes: 261_000 })).toMatchObject({ status: "SUCCEEDED" });
  expect(await cloud.run(guarded, { do: "grow", bytes: 262_144 })).toMatchObject({
    status: "FAILED",
    error: "States.DataLimitExceeded",
  });
});

test("a state that builds more than 256 KiB also ends the execution", async () => {
  const doubled = machine({
    StartAt: "Double",
    States: {
      Double: { Type: "Pass", Parameters: { "a.$": "$.text", "b.$": "$.text" }, Next: "After" },
      After: { Type: "Pass", Result: {}, End: true },
    },
  });
  expect(await cloud.run(doubled, { text: "x".repeat(200_000) })).toMatchObject({
    status: "FAILED",
    error: "States.DataLimitExceeded",
    cause: expect.stringContaining("'Double'"),
  });
});

test("a path without a value is States.Runtime, which no Catch catches", async () => {
  const caught = machine({
    StartAt: "Invoke",
    States: {
      ...task({ OutputPath: "$.Payload.no", Catch: [{ ErrorEquals: ["States.ALL"], Next: "After" }] }).States,
      After: { Type: "Pass", End: true },
    },
  });
  expect(await cloud.run(caught)).toMatchObject({ status: "FAILED", error: "States.Runtime" });
});

test("the session of the role is renewed as the cloud's clock advances", async () => {
  const arn = machine(task());
  await cloud.run(arn, {});
  cloud.now = new Date(cloud.now.getTime() + 30 * 24 * 3600_000);
  expect(await cloud.run(arn, {})).toMatchObject({ status: "SUCCEEDED" });
});

function task(fields: object = {}, functionName = functionArn("unruly")) {
  return {
    StartAt: "Invoke",
    States: {
      Invoke: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Parameters: { FunctionName: functionName, "Payload.$": "$" },
        ...fields,
        ...("Catch" in fields ? { Next: "After" } : { End: true }),
      },
    },
  };
}

function machine(definition: object): string {
  return cloud.createMachine(definition, `test-${randomUUID()}`);
}

async function taskEvents(executionArn: string | undefined): Promise<(string | undefined)[]> {
  const { events = [] } = await cloud.client().send(new GetExecutionHistoryCommand({ executionArn }));
  const types = events.map(({ type }) => type);
  return types.filter((type) => type?.startsWith("Task") && !type.startsWith("TaskState"));
}
