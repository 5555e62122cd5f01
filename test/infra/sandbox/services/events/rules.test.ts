import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { afterAll, describe, expect, it } from "vitest";
import type { Deployment, RuleTargetSpec } from "../../../../../infra/sandbox/cloud/deployment.ts";
import { operatorConfig } from "../../../../../infra/sandbox/operator-config.ts";
import { busEvent } from "../../../../../infra/sandbox/services/events/bus-event.ts";
import {
  arnOf,
  deploymentWith,
  hubAccount,
  policyOf,
  region,
  roleOf,
  smallCloud,
} from "../../small-cloud.ts";
import { Bundles } from "../lambda/functions-fixture.ts";

const ruleArn = arnOf("events", "rule/watch");
const topicArn = arnOf("sns", "alarms");
const queueArn = arnOf("sqs", "dead");
const functionArn = arnOf("lambda", "function:listener");
const lambdaRole = roleOf("function", "lambda.amazonaws.com");
const mayPublish = {
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: "sns:Publish",
  Resource: topicArn,
  Condition: { ArnEquals: { "aws:SourceArn": ruleArn } },
};
const maySend = { ...mayPublish, Action: "sqs:SendMessage", Resource: queueArn };
const topic = { name: "alarms", arn: topicArn, policies: [policyOf(mayPublish)] };
const queue = { name: "dead", arn: queueArn, policies: [policyOf(maySend)] };
const permission = {
  functionArn,
  action: "lambda:InvokeFunction",
  principal: "events.amazonaws.com",
  sourceArn: ruleArn,
};

const bundles = new Bundles();
afterAll(() => bundles.remove());

/** A listener that fails if its event says so, and writes the events that it gets. */
async function listener(overrides = {}) {
  const source = `export const handler = async (event) => {
    console.log(JSON.stringify(event));
    if (event.detail.fail) throw new Error("cannot handle it");
  };`;
  return bundles.spec("listener", source, { roleArn: lambdaRole.arn, ...overrides });
}

/** A cloud with one rule on events of the source `test`. */
async function cloudWith(target: Partial<RuleTargetSpec>, parts: Partial<Deployment> = {}, enabled = true) {
  const { cloud } = await smallCloud();
  const targets = [{ id: "T", arn: topicArn, maximumRetryAttempts: 3, ...target }];
  const rule = { name: "watch", arn: ruleArn, enabled, pattern: { source: ["test"] }, targets };
  await cloud.deploy(deploymentWith({ roles: [lambdaRole], rules: [rule], ...parts }));
  const client = new EventBridgeClient(operatorConfig(cloud, hubAccount, region));
  return {
    cloud,
    async put(detail: object, Source = "test") {
      const Entries = [{ Source, DetailType: "Test", Detail: JSON.stringify(detail) }];
      const answer = await client.send(new PutEventsCommand({ Entries }));
      await cloud.settled();
      return answer;
    },
  };
}

describe("SNS topic as target", () => {
  it("gets the events that match, and no others", async () => {
    const { cloud, put } = await cloudWith({}, { topics: [topic] });

    await put({ n: 1 });
    await put({ n: 2 }, "other");

    expect(
      cloud.messaging.topics.published(topicArn).map(({ message }) => JSON.parse(message)),
    ).toMatchObject([
      { version: "0", source: "test", "detail-type": "Test", account: hubAccount, region, detail: { n: 1 } },
    ]);
  });

  it("gets nothing from a disabled rule", async () => {
    const { cloud, put } = await cloudWith({}, { topics: [topic] }, false);

    await put({ n: 1 });

    expect(cloud.messaging.topics.published()).toEqual([]);
  });

  it("gets the output of the input transformer", async () => {
    const inputTransformer = {
      paths: { count: "$.detail.count", title: "$.detail.title", all: "$.detail" },
      template:
        '{"version":"1.0","content":{"title":"Curfew: <title>","count":<count>,"title2":<title>,"all":<all>}}',
    };
    const { cloud, put } = await cloudWith({ inputTransformer }, { topics: [topic] });

    await put({ count: 3, title: "three keys" });

    const [published] = cloud.messaging.topics.published();
    expect(JSON.parse(published?.message ?? "")).toEqual({
      version: "1.0",
      content: {
        title: "Curfew: three keys",
        count: 3,
        title2: "three keys",
        all: { count: 3, title: "three keys" },
      },
    });
  });

  it("gets nothing when a quotation mark in the event breaks the template, and the failure is recorded", async () => {
    const inputTransformer = { paths: { title: "$.detail.title" }, template: '{"title":"<title>"}' };
    const { cloud, put } = await cloudWith({ inputTransformer }, { topics: [topic] });

    await put({ title: 'the "first" key' });

    expect(cloud.messaging.topics.published()).toEqual([]);
    expect(cloud.messaging.delivery.failures).toMatchObject([
      { errorCode: "INVALID_JSON", isInQueue: false },
    ]);
  });

  it("gets nothing without a topic policy for EventBridge, and the dead-letter queue gets the event", async () => {
    const { cloud, put } = await cloudWith(
      { deadLetterArn: queueArn },
      { topics: [{ ...topic, policies: [] }], queues: [queue] },
    );

    await put({ n: 1 });

    expect(cloud.messaging.topics.published()).toEqual([]);
    const [message] = cloud.messaging.queues.messages(queueArn);
    expect(message?.attributes).toMatchObject({ RULE_ARN: ruleArn, ERROR_CODE: "NO_PERMISSIONS" });
    expect(JSON.parse(message?.body ?? "")).toMatchObject({ detail: { n: 1 } });
  });

  it("loses the event when the policy of the dead-letter queue does not name the rule", async () => {
    const { cloud, put } = await cloudWith(
      { deadLetterArn: queueArn },
      { topics: [{ ...topic, policies: [] }], queues: [{ ...queue, policies: [] }] },
    );

    await put({ n: 1 });

    expect(cloud.messaging.queues.messages(queueArn)).toEqual([]);
    expect(cloud.messaging.delivery.failures).toMatchObject([{ isInQueue: false }]);
  });

  it.each([
    ["lets EventBridge use it", {}, 1],
    [
      "requires a source account, which EventBridge does not send",
      { Condition: { StringEquals: { "aws:SourceAccount": hubAccount } } },
      0,
    ],
  ])("when encrypted, needs a key policy: one that %s", async (_, condition, published) => {
    const keyArn = arnOf("kms", "key/alarms");
    const use = {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
      Resource: "*",
      ...condition,
    };
    const { cloud, put } = await cloudWith(
      {},
      { topics: [{ ...topic, keyArn }], keys: [{ arn: keyArn, policy: policyOf(use) }] },
    );

    await put({ n: 1 });

    expect(cloud.messaging.topics.published()).toHaveLength(published);
  });
});

describe("SNS topic as target with a role", () => {
  const keyArn = arnOf("kms", "key/alarms");
  const leaveToIam = {
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${hubAccount}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  const mayPublishAsRole = { Effect: "Allow", Action: "sns:Publish", Resource: topicArn };
  const mayUseKey = { Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey*"], Resource: keyArn };
  const events = "events.amazonaws.com";
  const publisher = roleOf("publisher", events, mayPublishAsRole, mayUseKey);
  const tlsOnly = {
    Effect: "Deny",
    Principal: "*",
    Action: "sns:Publish",
    Resource: topicArn,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };

  /** What arrives at an encrypted topic whose policy allows EventBridge nothing. */
  async function publishedBy(role = publisher, keyStatement: object = leaveToIam) {
    const { cloud, put } = await cloudWith(
      { roleArn: role.arn },
      {
        roles: [lambdaRole, role],
        topics: [{ ...topic, keyArn, policies: [policyOf(tlsOnly)] }],
        keys: [{ arn: keyArn, policy: policyOf(keyStatement) }],
      },
    );
    await put({ n: 1 });
    const { failures } = cloud.messaging.delivery;
    return { published: cloud.messaging.topics.published().length, failures };
  }

  it("gets the event if the role may publish and use the key", async () => {
    expect(await publishedBy()).toEqual({ published: 1, failures: [] });
  });

  it.each([
    ["does not trust EventBridge", roleOf("publisher", "lambda.amazonaws.com", mayPublishAsRole, mayUseKey)],
    ["may not publish", roleOf("publisher", events, mayUseKey)],
    ["may not use the key", roleOf("publisher", events, mayPublishAsRole)],
  ])("gets nothing from a role that %s, and the failure is recorded", async (_, role) => {
    expect(await publishedBy(role)).toMatchObject({
      published: 0,
      failures: [{ errorCode: "NO_PERMISSIONS" }],
    });
  });

  it("gets nothing if the key's policy does not leave the decision to IAM", async () => {
    const alarmsOnly = { ...leaveToIam, Principal: { Service: "cloudwatch.amazonaws.com" } };

    expect(await publishedBy(publisher, alarmsOnly)).toMatchObject({ published: 0 });
  });
});

describe("Lambda function as target", () => {
  it("is invoked with the event", async () => {
    const functions = [await listener()];
    const { cloud, put } = await cloudWith(
      { arn: functionArn },
      { functions, functionPermissions: [permission] },
    );

    await put({ n: 1 });

    expect(cloud.functions.logs("listener").map((line) => JSON.parse(line))).toMatchObject([
      { detail: { n: 1 } },
    ]);
  });

  it("can run in the process of the test", async () => {
    const payloads: unknown[] = [];
    const { cloud } = await smallCloud({
      functions: {
        async runInProcess({ payload }) {
          payloads.push(JSON.parse(payload));
          return { payload: "null", functionError: false };
        },
      },
    });
    const targets = [{ id: "T", arn: functionArn, maximumRetryAttempts: 3 }];
    const rule = { name: "watch", arn: ruleArn, enabled: true, pattern: { source: ["test"] }, targets };
    const parts = { roles: [lambdaRole], functions: [await listener()], functionPermissions: [permission] };
    await cloud.deploy(deploymentWith({ ...parts, rules: [rule] }));

    cloud.messaging.buses.put(
      busEvent({
        source: "test",
        detailType: "T",
        accountId: hubAccount,
        region,
        time: new Date(),
        detail: {},
      }),
    );
    await cloud.settled();

    expect(payloads).toMatchObject([{ source: "test" }]);
  });

  it.each([
    ["without a permission", []],
    ["with a permission for another rule", [{ ...permission, sourceArn: `${ruleArn}-2` }]],
    ["with a permission for another account", [{ ...permission, sourceAccount: "999999999999" }]],
    ["with a permission for another service", [{ ...permission, principal: "s3.amazonaws.com" }]],
  ])("is not invoked %s", async (_, functionPermissions) => {
    const functions = [await listener()];
    const { cloud, put } = await cloudWith(
      { arn: functionArn, deadLetterArn: queueArn },
      { functions, functionPermissions, queues: [queue] },
    );

    await put({ n: 1 });

    expect(cloud.functions.logs("listener")).toEqual([]);
    expect(cloud.messaging.queues.messages(queueArn)).toHaveLength(1);
  });

  it("is tried three times by Lambda, and then the event goes to the function's queue, not to the rule's", async () => {
    const ruleQueue = arnOf("sqs", "of-rule");
    const queues = [
      queue,
      { name: "of-rule", arn: ruleQueue, policies: [policyOf({ ...maySend, Resource: ruleQueue })] },
    ];
    const roles = [
      roleOf("function", "lambda.amazonaws.com", {
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: queueArn,
      }),
    ];
    const functions = [await listener({ deadLetterArn: queueArn })];
    const { cloud, put } = await cloudWith(
      { arn: functionArn, deadLetterArn: ruleQueue },
      { roles, functions, functionPermissions: [permission], queues },
    );

    await put({ fail: true });

    const received = cloud.functions.logs("listener").filter((line) => line.startsWith('{"version"'));
    expect(received).toHaveLength(3);
    expect(cloud.messaging.queues.messages(ruleQueue)).toEqual([]);
    const [message] = cloud.messaging.queues.messages(queueArn);
    expect(JSON.parse(message?.body ?? "")).toMatchObject({ detail: { fail: true } });
  });

  it("loses a failed event when the function's role may not send to its queue", async () => {
    const functions = [await listener({ deadLetterArn: queueArn })];
    const { cloud, put } = await cloudWith(
      { arn: functionArn },
      { functions, functionPermissions: [permission], queues: [queue] },
    );

    await put({ fail: true });

    expect(cloud.messaging.queues.messages(queueArn)).toEqual([]);
    expect(cloud.messaging.invocations.lost).toMatchObject([{ functionArn }]);
  });

  it("gets the event later when it is pending at first", async () => {
    const functions = [await listener()];
    const { cloud, put } = await cloudWith(
      { arn: functionArn },
      { functions, functionPermissions: [permission] },
    );
    cloud.functions.pending.set("listener", "ResourceNotReadyException", { calls: 2 });

    await put({ n: 1 });

    expect(cloud.functions.logs("listener")).toHaveLength(1);
  });
});

describe("event bus of another Region as target", () => {
  const busArn = arnOf("events", "event-bus/default", "us-east-1");
  const forwarder = roleOf("forwarder", "events.amazonaws.com", {
    Effect: "Allow",
    Action: "events:PutEvents",
    Resource: busArn,
  });

  it("gets the event, which keeps the Region that published it", async () => {
    const { cloud, put } = await cloudWith({ arn: busArn, roleArn: forwarder.arn }, { roles: [forwarder] });

    await put({ n: 1 });

    expect(cloud.events.map((received) => [received.region, received.event.region])).toEqual([
      [region, region],
      ["us-east-1", region],
    ]);
  });

  it.each([
    ["without a role", undefined, []],
    ["with a role that EventBridge may not assume", lambdaRole.arn, [lambdaRole]],
    ["with a role that may not put events there", forwarder.arn, [{ ...forwarder, identityPolicies: {} }]],
  ])("gets nothing %s", async (_, roleArn, roles) => {
    const { cloud, put } = await cloudWith({ arn: busArn, roleArn }, { roles });

    await put({ n: 1 });

    expect(cloud.events).toHaveLength(1);
    expect(cloud.messaging.delivery.failures).toMatchObject([{ errorCode: "NO_PERMISSIONS" }]);
  });
});

it("refuses a template with an undefined variable", async () => {
  const inputTransformer = { paths: {}, template: '{"n":<count>}' };

  await expect(cloudWith({ inputTransformer })).rejects.toThrow("the template names <count>");
});

it("lets only AWS publish as an AWS service", async () => {
  const { cloud, put } = await cloudWith({}, { topics: [topic] });

  const { FailedEntryCount, Entries } = await put({ n: 1 }, "aws.ses");

  expect(FailedEntryCount).toBe(1);
  expect(Entries).toMatchObject([{ ErrorCode: "NotAuthorizedForSourceException" }]);
  expect(cloud.events).toEqual([]);
});
