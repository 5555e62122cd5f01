import { beforeAll, expect, it } from "vitest";
import { type Alarm, alarmsOf, hubOf } from "./alarm-fixture.ts";
import { propertiesOf, type Template } from "./deployment-fixture.ts";

let hub: Template;
let alarms: Map<string, Alarm>;
beforeAll(() => {
  hub = hubOf();
  alarms = alarmsOf(hub);
});

it("sends each alarm to the topic that mails the security contact", () => {
  const topics = Object.entries(hub.Resources).filter(([, { Type }]) => Type === "AWS::SNS::Topic");
  const [[topic] = []] = topics;

  expect([...alarms.values()].map(({ AlarmActions }) => AlarmActions)).toEqual(
    [...alarms].map(() => [{ Ref: topic }]),
  );
  expect(propertiesOf(hub, "AWS::SNS::Subscription")).toEqual([
    { Protocol: "email", Endpoint: "security@example.com", TopicArn: { Ref: topic } },
  ]);
});

it("encrypts the topic with a key that CloudWatch may use, for these alarms only", () => {
  const [topic] = propertiesOf(hub, "AWS::SNS::Topic");
  const [key] = propertiesOf(hub, "AWS::KMS::Key");
  const [policy] = propertiesOf(hub, "AWS::SNS::TopicPolicy");
  const forThese = {
    ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:444455556666:alarm:curfew-*" },
    StringEquals: { "aws:SourceAccount": "444455556666" },
  };
  const cloudWatch = { Principal: { Service: "cloudwatch.amazonaws.com" }, Condition: forThese };

  expect(topic?.KmsMasterKeyId).toEqual({ "Fn::GetAtt": [expect.stringMatching(/Key/), "Arn"] });
  expect(key).toMatchObject({
    EnableKeyRotation: true,
    KeyPolicy: {
      Statement: expect.arrayContaining([
        expect.objectContaining({ ...cloudWatch, Action: ["kms:Decrypt", "kms:GenerateDataKey*"] }),
      ]),
    },
  });
  expect(policy).toMatchObject({
    PolicyDocument: {
      Statement: expect.arrayContaining([
        expect.objectContaining({ ...cloudWatch, Effect: "Allow", Action: "sns:Publish" }),
        expect.objectContaining({
          Effect: "Deny",
          Action: "sns:Publish",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
      ]),
    },
  });
  for (const name of alarms.keys()) expect(name).toMatch(/^curfew-/);
});
