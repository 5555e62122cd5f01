import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountId, region } from "../lambda/functions-fixture.ts";
import { machineRole, StatesCloud } from "./states-fixture.ts";

const cloud = new StatesCloud();

beforeAll(() => cloud.start());
afterAll(() => cloud.close());

/** The machine's role with everything but some actions. */
function roleWithout(...actions: string[]): string {
  const name = `machine-${randomUUID()}`;
  const arn = `arn:aws:iam::${accountId}:role/${name}`;
  const Statement = [
    { Effect: "Allow", Action: "*", Resource: "*" },
    { Effect: "Deny", Action: actions, Resource: "*" },
  ];
  cloud.identities.addRole({
    ...machineRole,
    arn,
    name,
    identityPolicies: { own: { Version: "2012-10-17", Statement } },
  });
  return arn;
}

const emptyMap = {
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      Label: "Each",
      ItemReader: {
        Resource: "arn:aws:states:::s3:getObject",
        ReaderConfig: { InputType: "JSON" },
        Parameters: { Bucket: "runs", Key: "items.json" },
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
        StartAt: "Good",
        States: { Good: { Type: "Pass", End: true } },
      },
      End: true,
    },
  },
};

describe("a Distributed Map fails without", () => {
  test.each(["states:StartExecution", "states:DescribeExecution", "states:StopExecution"])(
    "%s in the machine's role",
    async (action) => {
      cloud.objects.set("runs/items.json", "[1]");
      const machine = cloud.createMachine(emptyMap, `map-${randomUUID()}`, roleWithout(action));

      const execution = await cloud.run(machine);

      expect(execution).toMatchObject({ status: "FAILED", error: "AccessDeniedException" });
      expect(execution.cause).toContain(action);
    },
  );

  test("s3:GetObject on the list of items", async () => {
    cloud.objects.set("runs/items.json", "[1]");
    const machine = cloud.createMachine(emptyMap, `map-${randomUUID()}`, roleWithout("s3:GetObject"));

    const execution = await cloud.run(machine);

    expect(execution).toMatchObject({ status: "FAILED", error: "States.ItemReaderFailed" });
    expect(execution.cause).toContain("s3:GetObject");
  });
});

describe("a machine cannot be created", () => {
  const create = (features: object, roleArn: string) => {
    const name = `machine-${randomUUID()}`;
    const arn = `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
    const definition = JSON.stringify({ StartAt: "End", States: { End: { Type: "Succeed" } } });
    cloud.machines.createStateMachine({ name, arn, roleArn, definition, ...features }, accountId, region);
  };

  test.each([
    ["with a log", { logs: true }, "logs:CreateLogDelivery"],
    ["with a log", { logs: true }, "logs:DescribeLogGroups"],
    ["with traces", { traces: true }, "xray:PutTraceSegments"],
  ])("%s when its role lacks the permission for it: %j %s", (_, features, action) => {
    expect(() => create(features, roleWithout(action))).toThrow(action);
    expect(() => create({}, roleWithout(action))).not.toThrow();
  });

  test("with two Maps of one label", () => {
    const { Each } = emptyMap.States;
    const second = {
      ...Each,
      ItemProcessor: {
        ...Each.ItemProcessor,
        StartAt: "Fine",
        States: { Fine: { Type: "Pass", End: true } },
      },
    };
    const { End: _, ...first } = Each;
    const definition = { StartAt: "Each", States: { Each: { ...first, Next: "Again" }, Again: second } };

    expect(() => cloud.createMachine(definition, `map-${randomUUID()}`)).toThrow(
      "two Map states with the label Each",
    );
  });
});
