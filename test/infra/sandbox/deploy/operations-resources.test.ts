import { expect, it } from "vitest";
import { names } from "../../../../infra/cdk/names.ts";
import { readDeployment } from "../../../../infra/sandbox/deploy/read-deployment.ts";
import { identify } from "../../../../infra/sandbox/deploy/resource-identity.ts";
import { sampleSettings } from "../../../../infra/sandbox/sample/sample-settings.ts";
import { synthesizeOnce } from "../../../support/synthesize-once.ts";

const target = {
  partition: "aws",
  accountId: "100000000002",
  region: "eu-central-1",
  stackName: names.hubStack,
};

it.each([
  [
    "AWS::SNS::Topic",
    { TopicName: "curfew-alarms" },
    "arn:aws:sns:eu-central-1:100000000002:curfew-alarms",
    "TopicArn",
    "arn:aws:sns:eu-central-1:100000000002:curfew-alarms",
  ],
  [
    "AWS::CloudWatch::Alarm",
    { AlarmName: "curfew-dead-letters" },
    "curfew-dead-letters",
    "Arn",
    "arn:aws:cloudwatch:eu-central-1:100000000002:alarm:curfew-dead-letters",
  ],
  ["AWS::KMS::Key", {}, "curfew-hub-It", "Arn", "arn:aws:kms:eu-central-1:100000000002:key/curfew-hub-It"],
])("knows the values of Ref and Fn::GetAtt for %s", (type, properties, ref, attribute, value) => {
  const identity = identify("It", type, properties, target);

  expect(identity.ref).toBe(ref);
  expect(identity.attributes[attribute]).toBe(value);
});

it("refuses a resource type that it does not know", () => {
  expect(() => identify("It", "AWS::EC2::Instance", {}, target)).toThrow(
    "It: the embedded cloud cannot deploy a resource of type AWS::EC2::Instance",
  );
});

it("reads the hub stack with its alarms, its topic and its dashboard", () => {
  const hub = readDeployment(synthesizeOnce(sampleSettings()), target);

  expect(hub.outputs).toMatchObject({
    AlarmTopicArn: "arn:aws:sns:eu-central-1:100000000002:curfew-alarms",
    StateMachineArn: "arn:aws:states:eu-central-1:100000000002:stateMachine:curfew",
  });
  expect(hub.functions.map(({ name }) => name)).toEqual([
    "curfew-scheduler",
    "curfew-evaluate-accounts",
    "curfew-plan",
    "curfew-deactivate-keys",
    "curfew-report",
    "curfew-restore",
    "curfew-approve",
    "curfew-delivery",
  ]);
});
