import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterAll, expect, it, vi } from "vitest";
import { operatorConfig } from "../../../infra/sandbox/operator-config.ts";
import { Bundles } from "./services/lambda/functions-fixture.ts";
import { arnOf, deploymentWith, hubAccount, region, roleOf, smallCloud } from "./small-cloud.ts";

const bundles = new Bundles();
afterAll(() => bundles.remove());

const table = {
  name: "ledger",
  keySchema: [{ name: "pk", type: "HASH" }],
  attributes: [{ name: "pk", type: "S" }],
} as const;

it("waits for writes to a table before it closes the table, and reports no error", async () => {
  const reported = vi.spyOn(console, "error");
  const { cloud } = await smallCloud();
  await cloud.deploy(deploymentWith({ tables: [table] }));
  const dynamodb = new DynamoDBClient({ ...operatorConfig(cloud, hubAccount, region), maxAttempts: 1 });
  const writes = Array.from({ length: 200 }, (_, index) =>
    dynamodb.send(new PutItemCommand({ TableName: "ledger", Item: marshall({ pk: String(index) }) })),
  );
  // Some finish, the others lose their connection. None of them crashes the process.
  const ended = Promise.allSettled(writes);
  await writes[0];

  await cloud.close();
  await ended;

  expect(reported).not.toHaveBeenCalled();
  reported.mockRestore();
});

it("stops executions and the functions that they wait for", async () => {
  const { cloud } = await smallCloud();
  const role = roleOf("machine", "states.amazonaws.com", { Effect: "Allow", Action: "*", Resource: "*" });
  const functionRole = roleOf("function", "lambda.amazonaws.com");
  const source = "export const handler = () => new Promise(() => setInterval(() => undefined, 1000));";
  const slow = await bundles.spec("slow", source, { roleArn: functionRole.arn, timeoutSeconds: 600 });
  const arn = arnOf("states", "stateMachine:wait");
  const task = {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Parameters: { FunctionName: slow.arn },
    Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 60, MaxAttempts: 9 }],
    End: true,
  };
  const definition = JSON.stringify({ StartAt: "Wait", States: { Wait: task } });
  await cloud.deploy(
    deploymentWith({
      roles: [role, functionRole],
      functions: [slow],
      stateMachines: [{ name: "wait", arn, roleArn: role.arn, definition }],
    }),
  );
  const machine = cloud.stateMachines.machine(arn);
  if (machine === undefined) throw new Error("the machine was not created");
  const execution = cloud.stateMachines.start(machine);
  await expect.poll(() => cloud.functions.environments("slow").busy).toBe(1);

  await cloud.close();

  expect(execution.status).toBe("ABORTED");
  expect(cloud.functions.environments("slow")).toEqual({ all: 0, busy: 0 });
});

it("does not wait for retries of events without a receiver", async () => {
  const { cloud } = await smallCloud({ retryScale: 1 });
  const functionRole = roleOf("function", "lambda.amazonaws.com");
  const source = 'export const handler = () => { throw new Error("always"); };';
  const failing = await bundles.spec("failing", source, { roleArn: functionRole.arn });
  const ruleArn = arnOf("events", "rule/all");
  await cloud.deploy(
    deploymentWith({
      roles: [functionRole],
      functions: [failing],
      functionPermissions: [
        { functionArn: failing.arn, action: "lambda:InvokeFunction", principal: "events.amazonaws.com" },
      ],
      rules: [
        {
          name: "all",
          arn: ruleArn,
          enabled: true,
          pattern: { source: ["test"] },
          targets: [{ id: "T", arn: failing.arn, maximumRetryAttempts: 185 }],
        },
      ],
    }),
  );
  const event = { source: "test", "detail-type": "T", detail: {}, account: hubAccount, region } as const;
  cloud.messaging.buses.put({ version: "0", id: "1", time: "", resources: [], ...event });
  await expect.poll(() => cloud.functions.logs("failing").length).toBeGreaterThan(0);

  // Lambda would try again after a minute.
  await expect(cloud.close()).resolves.toBeUndefined();
});
