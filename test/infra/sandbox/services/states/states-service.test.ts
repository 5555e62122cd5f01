import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StartSyncExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, expect, test } from "vitest";
import { accountId, functionRole, serviceRole } from "../lambda/functions-fixture.ts";
import { machineArn, machineRole, StatesCloud } from "./states-fixture.ts";

const cloud = new StatesCloud();
const pass = { StartAt: "Pass", States: { Pass: { Type: "Pass", End: true } } };
const wait = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 600, End: true } } };
let waiting: string;

beforeAll(async () => {
  await cloud.start();
  cloud.createMachine(pass);
  waiting = cloud.createMachine(wait, "waiting");
});
afterAll(() => cloud.close());

test("starting a running execution again with the same input returns the same execution", async () => {
  const start = new StartExecutionCommand({ stateMachineArn: waiting, name: "daily", input: "{}" });
  const first = await cloud.client().send(start);
  cloud.now = new Date(cloud.now.getTime() + 60_000);
  expect(await cloud.client().send(start)).toMatchObject({
    executionArn: first.executionArn,
    startDate: first.startDate,
  });
});

test("a name is taken by an execution with another input, and by one that has ended", async () => {
  await expect(
    cloud.client().send(new StartExecutionCommand({ stateMachineArn: waiting, name: "daily", input: "[]" })),
  ).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  await cloud.run(machineArn, {}, "once");
  await expect(cloud.run(machineArn, {}, "once")).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
});

test("an execution without a name gets a new one, and without an input an empty one", async () => {
  const { executionArn = "" } = await cloud
    .client()
    .send(new StartExecutionCommand({ stateMachineArn: machineArn }));
  expect(executionArn).toMatch(/:execution:curfew:[0-9a-f-]{36}$/);
  await cloud.machines.execution(executionArn)?.ended;
  expect(await cloud.client().send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
    status: "SUCCEEDED",
    input: "{}",
    output: "{}",
    stateMachineArn: machineArn,
    stopDate: cloud.now,
  });
});

test.each([
  [{ name: "with space" }, "InvalidName"],
  [{ name: "x".repeat(81) }, "InvalidName"],
  [{ input: "{" }, "InvalidExecutionInput"],
  [{ input: JSON.stringify("ä".repeat(131_072)) }, "ValidationException"],
  [{ traceHeader: "Root=1" }, "ValidationException"],
  [{ stateMachineArn: `${machineArn}-other` }, "StateMachineDoesNotExist"],
  [{ stateMachineArn: machineRole.arn }, "InvalidArn"],
])("StartExecution with %o is refused with %s", async (input, name) => {
  await expect(
    cloud.client().send(new StartExecutionCommand({ stateMachineArn: machineArn, ...input })),
  ).rejects.toMatchObject({ name });
});

test("a stopped execution is aborted with the given reason, and stays aborted", async () => {
  const client = cloud.client();
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: waiting }));
  await client.send(new StopExecutionCommand({ executionArn, error: "Halt", cause: "a holiday" }));
  const stopped = await client.send(new DescribeExecutionCommand({ executionArn }));
  expect(stopped).toMatchObject({
    status: "ABORTED",
    error: "Halt",
    cause: "a holiday",
    stopDate: cloud.now,
  });
  expect(stopped.output).toBeUndefined();
  const again = await client.send(new StopExecutionCommand({ executionArn, error: "Other" }));
  expect(again.stopDate).toEqual(stopped.stopDate);
  expect((await client.send(new DescribeExecutionCommand({ executionArn }))).error).toBe("Halt");
  const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn }));
  expect(events.at(-1)).toMatchObject({
    type: "ExecutionAborted",
    executionAbortedEventDetails: { error: "Halt", cause: "a holiday" },
  });
});

test("nothing is added to the history of an execution that has been stopped", async () => {
  const machine = cloud.machines.machine(waiting);
  const execution = machine && cloud.machines.start(machine);
  execution?.end({ status: "ABORTED" }, cloud.now);
  await setImmediate();
  const types = execution?.start.history?.events().map(({ type }) => type);
  expect(types).toEqual(["ExecutionStarted", "ExecutionAborted"]);
});

test("executions are listed page by page, the newest first, and by status", async () => {
  const stateMachineArn = cloud.createMachine(pass, "listed");
  for (const name of ["a", "b", "c"]) await cloud.run(stateMachineArn, {}, name);
  const client = cloud.client();
  const first = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 2 }));
  expect(first.executions?.map(({ name }) => name)).toEqual(["c", "b"]);
  await cloud.run(stateMachineArn, {}, "d");
  const { nextToken } = first;
  const second = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 2, nextToken }));
  expect(second.executions?.map(({ name }) => name)).toEqual(["a"]);
  expect(second.nextToken).toBeUndefined();
  const running = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: "RUNNING" }));
  expect(running.executions).toEqual([]);
  await expect(
    client.send(new ListExecutionsCommand({ stateMachineArn: waiting, nextToken })),
  ).rejects.toMatchObject({ name: "InvalidToken" });
});

test("a history can be read from its end, in pages, and without the data", async () => {
  const { executionArn } = await cloud.run(machineArn, { secret: 1 });
  const client = cloud.client();
  const { events, nextToken } = await client.send(
    new GetExecutionHistoryCommand({
      executionArn,
      reverseOrder: true,
      maxResults: 3,
      includeExecutionData: false,
    }),
  );
  expect(events?.map(({ type }) => type)).toEqual([
    "ExecutionSucceeded",
    "PassStateExited",
    "PassStateEntered",
  ]);
  expect(JSON.stringify(events)).not.toContain("secret");
  const rest = await client.send(
    new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, nextToken }),
  );
  expect(rest.events).toMatchObject([
    { id: 1, type: "ExecutionStarted", executionStartedEventDetails: { input: `{"secret":1}` } },
  ]);
});

test("a state machine is described as it was deployed", async () => {
  const client = cloud.client();
  const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn: machineArn }));
  expect(described).toMatchObject({ name: "curfew", type: "STANDARD", roleArn: machineRole.arn });
  expect(JSON.parse(described.definition ?? "")).toEqual(pass);
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  expect(stateMachines.map(({ stateMachineArn }) => stateMachineArn)).toContain(machineArn);
});

test("one account sees nothing of another", async () => {
  const stranger = cloud.client(cloud.identities.addOperator("444455556666"));
  const { executionArn } = await cloud.run(machineArn, {});
  await expect(
    stranger.send(new StartExecutionCommand({ stateMachineArn: machineArn })),
  ).rejects.toMatchObject({ name: "StateMachineDoesNotExist" });
  await expect(stranger.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: "ExecutionDoesNotExist",
  });
  expect((await stranger.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([]);
});

test("each call needs its action on its resource", async () => {
  const starter = serviceRole(`starter-${randomUUID()}`, "scheduler.amazonaws.com", [
    { Effect: "Allow", Action: "states:StartExecution", Resource: machineArn },
  ]);
  cloud.identities.addRole(starter);
  const client = cloud.client(cloud.identities.issueSession(starter, "schedule", 900));
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn: machineArn }));
  expect(executionArn).toContain(":execution:curfew:");
  await expect(client.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
    name: "AccessDeniedException",
    message: expect.stringContaining(`states:DescribeExecution on resource: ${executionArn}`),
  });
  await expect(client.send(new StartExecutionCommand({ stateMachineArn: waiting }))).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
});

test("an unknown Map Run and an unknown operation are refused", async () => {
  const mapRunArn = machineArn.replace(":stateMachine:curfew", ":mapRun:curfew/EnforceAccounts:none");
  await expect(cloud.client().send(new DescribeMapRunCommand({ mapRunArn }))).rejects.toMatchObject({
    name: "ResourceNotFound",
  });
  const client = cloud.client();
  client.config.disableHostPrefix = true;
  await expect(
    client.send(new StartSyncExecutionCommand({ stateMachineArn: machineArn })),
  ).rejects.toMatchObject({ name: "UnknownOperationException" });
});

test("a state machine needs a role that trusts Step Functions, and a unique ARN", () => {
  expect(() => cloud.createMachine(pass, "untrusted", functionRole.arn)).toThrow("authorized to assume");
  expect(() => cloud.createMachine(pass)).toThrow("cannot be created");
  expect(() =>
    cloud.machines.createStateMachine(
      { name: "x", arn: `${machineArn}-x`, roleArn: machineRole.arn, definition: "{}" },
      accountId,
      "us-east-1",
    ),
  ).toThrow("cannot be created");
});
