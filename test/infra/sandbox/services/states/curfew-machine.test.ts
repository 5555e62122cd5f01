import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListMapRunsCommand,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "vitest";
import { curfewDefinition, machineArn, StatesCloud } from "./states-fixture.ts";

const cloud = new StatesCloud();

/** Fails on request, by the account's id; an environment counts how often it saw an account. */
const worker = `
const seen = new Map();
export const handler = async ({ run, account }) => {
  const attempt = (seen.get(account.id) ?? 0) + 1;
  seen.set(account.id, attempt);
  console.log(JSON.stringify({ account: account.id, run: run.id, attempt }));
  const failure = account.fail;
  if (failure === "once" && attempt === 1) { const e = new Error("Rate exceeded"); e.name = "Interrupted"; throw e; }
  if (failure === "always") { const e = new Error("no trust"); e.name = "AccountUnreached"; throw e; }
  await new Promise((resolve) => setTimeout(resolve, account.wait ?? 0));
  return { outcome: "enforced" };
};`;

beforeAll(async () => {
  await cloud.start();
  await cloud.createFunction(
    "scheduler",
    `export const handler = async ({ execution, input }) => ({
      run: { id: execution.name, startedAt: execution.startTime },
      workList: { bucket: "runs", key: input.list },
      maxConcurrency: input.maxConcurrency ?? 0,
    });`,
  );
  await cloud.createFunction("worker", worker);
  await cloud.createFunction(
    "report",
    `export const handler = async (event) => event.run.id.startsWith("incomplete")
      ? { coverage: "incomplete", cause: "2 accounts were not reached" }
      : { coverage: "complete", event };`,
  );
  cloud.createMachine(curfewDefinition());
});
afterAll(() => cloud.close());

test("a run goes through all states and ends with the report, as the clock of the cloud says", async () => {
  putList("small.json", [{ id: "1" }, { id: "2" }]);
  const execution = await cloud.run(machineArn, { list: "small.json" }, "complete-1");
  expect(execution.status).toBe("SUCCEEDED");
  expect(JSON.parse(execution.output ?? "")).toEqual({
    coverage: "complete",
    event: {
      run: { id: "complete-1", startedAt: "2026-11-24T02:00:00.123Z" },
      workList: { bucket: "runs", key: "small.json" },
      maxConcurrency: 0,
    },
  });
  expect(execution.startDate).toEqual(new Date("2026-11-24T02:00:00.123Z"));
});

test("a run whose coverage is incomplete fails with the cause that the report gave", async () => {
  putList("empty.json", []);
  const execution = await cloud.run(machineArn, { list: "empty.json" }, "incomplete-1");
  expect(execution).toMatchObject({
    status: "FAILED",
    error: "CoverageIncomplete",
    cause: "2 accounts were not reached",
  });
});

test("every item of the work list is handed to the worker once, with the run", async () => {
  const accounts = Array.from({ length: 300 }, (_, index) => ({ id: String(index).padStart(12, "0") }));
  putList("three-hundred.json", accounts);
  const { executionArn, status } = await cloud.run(
    machineArn,
    { list: "three-hundred.json", maxConcurrency: 8 },
    "three-hundred",
  );
  expect(status).toBe("SUCCEEDED");
  const lines = cloud.functions
    .logs("worker")
    .map((line): unknown => JSON.parse(line))
    .filter((line) => Reflect.get(Object(line), "run") === "three-hundred");
  expect(lines).toHaveLength(300);
  expect(new Set(lines.map((line) => Reflect.get(Object(line), "account")))).toEqual(
    new Set(accounts.map(({ id }) => id)),
  );
  const { mapRuns = [] } = await cloud.client().send(new ListMapRunsCommand({ executionArn }));
  const [mapRun] = mapRuns;
  expect(mapRun?.mapRunArn).toContain(":mapRun:curfew/EnforceAccounts:");
  const { executions = [] } = await cloud
    .client()
    .send(new ListExecutionsCommand({ mapRunArn: mapRun?.mapRunArn, maxResults: 1000 }));
  expect(executions).toHaveLength(300);
  expect(executions[0]?.executionArn).toContain(":execution:curfew/EnforceAccounts:");
});

test("an interrupted worker is tried again; an unreached account is caught and stops nobody", async () => {
  putList("failing.json", [{ id: "once", fail: "once" }, { id: "always", fail: "always" }, { id: "fine" }]);
  const { executionArn, status } = await cloud.run(
    machineArn,
    { list: "failing.json", maxConcurrency: 1 },
    "failing",
  );
  expect(status).toBe("SUCCEEDED");
  const lines = cloud.functions.logs("worker").filter((line) => line.startsWith(`{"account"`));
  expect(lines.slice(-4).map((line) => JSON.parse(line))).toEqual([
    { account: "once", run: "failing", attempt: 1 },
    { account: "once", run: "failing", attempt: 2 },
    { account: "always", run: "failing", attempt: 1 },
    { account: "fine", run: "failing", attempt: 1 },
  ]);
  const mapRun = await mapRunOf(executionArn);
  expect(mapRun).toMatchObject({
    status: "SUCCEEDED",
    itemCounts: { total: 3, succeeded: 3, failed: 0, pending: 0, running: 0 },
  });
});

test("the counts of a Map Run are those of the moment, and MaxConcurrencyPath is kept", async () => {
  putList("slow.json", [
    { id: "a" },
    { id: "b", wait: 60_000 },
    { id: "c", wait: 60_000 },
    { id: "d" },
    { id: "e" },
  ]);
  const { executionArn } = await cloud.client().send(
    new StartExecutionCommand({
      stateMachineArn: machineArn,
      name: "slow",
      input: JSON.stringify({ list: "slow.json", maxConcurrency: 2 }),
    }),
  );
  await expect
    .poll(() => mapRunOf(executionArn))
    .toMatchObject({
      status: "RUNNING",
      maxConcurrency: 2,
      toleratedFailureCount: 50_000,
      itemCounts: { total: 5, pending: 2, running: 2, succeeded: 1, failed: 0 },
    });
  cloud.machines.execution(executionArn ?? "")?.end({ status: "ABORTED" }, cloud.now);
  await expect
    .poll(() => mapRunOf(executionArn))
    .toMatchObject({
      status: "ABORTED",
      itemCounts: { total: 5, pending: 0, running: 0, succeeded: 1, aborted: 4 },
    });
  cloud.functions.killAll();
});

test("a work list that cannot be read is caught, and the report hears of it", async () => {
  const { status, output } = await cloud.run(machineArn, { list: "missing.json" }, "no-list");
  expect(status).toBe("SUCCEEDED");
  expect(JSON.parse(output ?? "").event.mapFailure).toEqual({
    Error: "States.ItemReaderFailed",
    Cause: expect.stringContaining("NoSuchKey"),
  });
  putList("object.json", { id: "1" });
  const second = await cloud.run(machineArn, { list: "object.json" }, "no-list-2");
  expect(JSON.parse(second.output ?? "").event.mapFailure).toEqual({
    Error: "States.ItemReaderFailed",
    Cause: "Attempting to map over non-iterable node.",
  });
});

test("the history tells what happened in order, a Map Run with its ARN among it", async () => {
  putList("one.json", [{ id: "1" }]);
  const { executionArn } = await cloud.run(machineArn, { list: "one.json" }, "history");
  const { events = [] } = await cloud.client().send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events.map(({ type }) => type)).toEqual([
    "ExecutionStarted",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskSucceeded",
    "TaskStateExited",
    "ChoiceStateEntered",
    "ChoiceStateExited",
    "MapStateEntered",
    "MapRunStarted",
    "MapRunSucceeded",
    "MapStateExited",
    "TaskStateEntered",
    "TaskScheduled",
    "TaskSucceeded",
    "TaskStateExited",
    "ChoiceStateEntered",
    "ChoiceStateExited",
    "SucceedStateEntered",
    "SucceedStateExited",
    "ExecutionSucceeded",
  ]);
  const { mapRuns = [] } = await cloud.client().send(new ListMapRunsCommand({ executionArn }));
  expect(events[8]?.mapRunStartedEventDetails?.mapRunArn).toBe(mapRuns[0]?.mapRunArn);
  expect(events[7]?.stateEnteredEventDetails?.name).toBe("EnforceAccounts");
});

test("a child is an execution of its own, with the item and the run as its input", async () => {
  putList("child.json", [{ id: "7" }]);
  const { executionArn } = await cloud.run(machineArn, { list: "child.json" }, "parent");
  const { mapRuns = [] } = await cloud.client().send(new ListMapRunsCommand({ executionArn }));
  const mapRunArn = mapRuns[0]?.mapRunArn;
  const { executions = [] } = await cloud.client().send(new ListExecutionsCommand({ mapRunArn }));
  const child = await cloud
    .client()
    .send(new DescribeExecutionCommand({ executionArn: executions[0]?.executionArn }));
  expect(child).toMatchObject({ status: "SUCCEEDED", mapRunArn, output: "{}" });
  expect(JSON.parse(child.input ?? "")).toEqual({
    run: { id: "parent", startedAt: "2026-11-24T02:00:00.123Z" },
    account: { id: "7" },
  });
});

function putList(key: string, list: unknown): void {
  cloud.objects.set(`runs/${key}`, JSON.stringify(list));
}

async function mapRunOf(executionArn: string | undefined) {
  const { mapRuns = [] } = await cloud.client().send(new ListMapRunsCommand({ executionArn }));
  const mapRunArn = mapRuns[0]?.mapRunArn;
  return mapRunArn && (await cloud.client().send(new DescribeMapRunCommand({ mapRunArn })));
}
