import { randomUUID } from "node:crypto";
import { DescribeMapRunCommand, ListExecutionsCommand, ListMapRunsCommand } from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mapLessRole, StatesCloud } from "./states-fixture.ts";

const cloud = new StatesCloud();

beforeAll(() => cloud.start());
afterAll(() => cloud.close());

test("failed children are tolerated up to the count; the output has those of the others, in order", async () => {
  putItems([1, "fail", 2, "fail", 3]);
  const execution = await cloud.run(machine({ ToleratedFailureCount: 2 }));
  expect(execution.status).toBe("SUCCEEDED");
  expect(JSON.parse(execution.output ?? "")).toEqual([1, 2, 3]);
  expect(await mapRunOf(execution.executionArn)).toMatchObject({
    status: "SUCCEEDED",
    itemCounts: { total: 5, succeeded: 3, failed: 2 },
  });
});

test("one failed child more than tolerated fails the Map, and no further child is started", async () => {
  putItems(["fail", 1, "fail", 2, 3, 4]);
  const execution = await cloud.run(machine({ ToleratedFailureCount: 1, MaxConcurrency: 1 }));
  expect(execution).toMatchObject({
    status: "FAILED",
    error: "States.ExceedToleratedFailureThreshold",
    cause: "The specified tolerated failure threshold was exceeded",
  });
  expect(await mapRunOf(execution.executionArn)).toMatchObject({
    status: "FAILED",
    itemCounts: { total: 6, succeeded: 1, failed: 2, aborted: 3, pending: 0 },
  });
});

test("without a tolerated count one failed child fails the Map, and Catch catches it", async () => {
  putItems(["fail"]);
  const caught = machine({
    Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "After" }],
  });
  const { output } = await cloud.run(caught, { before: true });
  expect(JSON.parse(output ?? "")).toMatchObject({
    before: true,
    failure: { Error: "States.ExceedToleratedFailureThreshold" },
  });
});

test("Retry of a Map runs all its children again, in a new Map Run", async () => {
  putItems(["fail"]);
  const { executionArn } = await cloud.run(
    machine({ Retry: [{ ErrorEquals: ["States.ExceedToleratedFailureThreshold"], MaxAttempts: 2 }] }),
  );
  const { mapRuns = [] } = await cloud.client().send(new ListMapRunsCommand({ executionArn }));
  expect(mapRuns).toHaveLength(3);
});

test("an ItemSelector sees the Map's input, the item, its index and the execution", async () => {
  putItems([{ id: "a" }, { id: "b" }]);
  const selecting = machine({
    ItemSelector: {
      "run.$": "$.run",
      "account.$": "$$.Map.Item.Value.id",
      "index.$": "$$.Map.Item.Index",
      "execution.$": "$$.Execution.Name",
      fixed: true,
    },
  });
  const { output } = await cloud.run(selecting, { run: 7 }, "selecting");
  expect(JSON.parse(output ?? "")).toEqual([
    { run: 7, account: "a", index: 0, execution: "selecting", fixed: true },
    { run: 7, account: "b", index: 1, execution: "selecting", fixed: true },
  ]);
});

test("a path of the ItemSelector without a value ends the execution", async () => {
  putItems([{ id: "a" }]);
  const { status, error, cause } = await cloud.run(machine({ ItemSelector: { "x.$": "$.missing" } }));
  expect({ status, error }).toEqual({ status: "FAILED", error: "States.Runtime" });
  expect(cause).toContain("$.missing");
});

test("an item or outputs of more than 256 KiB end the execution", async () => {
  putItems(["x".repeat(262_144)]);
  expect(await cloud.run(machine({}))).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  putItems(["x".repeat(200_000), "y".repeat(200_000)]);
  expect(await cloud.run(machine({ ResultPath: null }))).toMatchObject({
    status: "FAILED",
    error: "States.DataLimitExceeded",
  });
});

test("a MaxConcurrencyPath without a number ends the execution", async () => {
  putItems([1]);
  const execution = await cloud.run(machine({ MaxConcurrencyPath: "$.many" }), { many: "two" });
  expect(execution).toMatchObject({ status: "FAILED", error: "States.Runtime" });
});

test("a role that may not start the state machine itself cannot run a Map", async () => {
  putItems([1]);
  expect(await cloud.run(machine({}, mapLessRole.arn))).toMatchObject({
    status: "FAILED",
    error: "AccessDeniedException",
    cause: expect.stringContaining("not authorized to perform: states:StartExecution"),
  });
});

test("the work list is read with the permissions of the state machine's role", async () => {
  putItems([1]);
  const elsewhere = machine({}, undefined, "secrets");
  cloud.objects.set("secrets/items.json", "[1]");
  expect(await cloud.run(elsewhere)).toMatchObject({
    status: "FAILED",
    error: "States.ItemReaderFailed",
    cause: expect.stringMatching(/AccessDenied.*s3:GetObject/),
  });
});

test("a Map of 2,000 children ends within seconds", async () => {
  putItems(Array.from({ length: 2000 }, (_, index) => index + 1));
  const { output } = await cloud.run(machine({}));
  expect(JSON.parse(output ?? "")).toHaveLength(2000);
});

test("the children of old Map Runs are removed from memory, their counts are kept", async () => {
  putItems([1, 2]);
  const stateMachineArn = machine({});
  const { executionArn } = await cloud.run(stateMachineArn);
  const { mapRunArn } = (await mapRunOf(executionArn)) || {};
  const children = () => cloud.client().send(new ListExecutionsCommand({ mapRunArn }));
  expect((await children()).executions).toHaveLength(2);
  for (let run = 0; run < 21; run += 1) await cloud.run(stateMachineArn);
  expect((await children()).executions).toEqual([]);
  expect(await mapRunOf(executionArn)).toMatchObject({ itemCounts: { total: 2, succeeded: 2 } });
});

/** A Map whose children return their item, or fail if it is the word "fail". */
function machine(fields: object, roleArn?: string, bucket = "runs"): string {
  const definition = {
    StartAt: "Each",
    States: {
      Each: {
        Type: "Map",
        Label: "Each",
        ItemReader: {
          Resource: "arn:aws:states:::s3:getObject",
          ReaderConfig: { InputType: "JSON" },
          Parameters: { Bucket: bucket, Key: "items.json" },
        },
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "Check",
          States: {
            Check: {
              Type: "Choice",
              Choices: [
                {
                  And: [
                    { Variable: "$", IsString: true },
                    { Variable: "$", StringEquals: "fail" },
                  ],
                  Next: "Bad",
                },
              ],
              Default: "Good",
            },
            Bad: { Type: "Fail", Error: "Bad", Cause: "as planned" },
            Good: { Type: "Pass", End: true },
          },
        },
        Next: "After",
        ...fields,
      },
      After: { Type: "Pass", End: true },
    },
  };
  return cloud.createMachine(definition, `map-${randomUUID()}`, roleArn);
}

function putItems(items: unknown[]): void {
  cloud.objects.set("runs/items.json", JSON.stringify(items));
}

async function mapRunOf(executionArn: string | undefined) {
  const { mapRuns = [] } = await cloud.client().send(new ListMapRunsCommand({ executionArn }));
  const mapRunArn = mapRuns[0]?.mapRunArn;
  return mapRunArn && (await cloud.client().send(new DescribeMapRunCommand({ mapRunArn })));
}
