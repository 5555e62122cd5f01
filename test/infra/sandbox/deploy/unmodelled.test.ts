import { expect, it } from "vitest";
import { droppedProperties } from "../../../../infra/sandbox/deploy/unmodelled.ts";
import { deploymentOf } from "./template-fixture.ts";

it("names every property that the embedded cloud does not act on, at any depth", () => {
  const { unmodelled } = deploymentOf({
    Table: {
      Type: "AWS::DynamoDB::GlobalTable",
      Properties: {
        TableName: "ledger",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
        Replicas: [{ Region: "eu-central-1", DeletionProtectionEnabled: true }],
      },
    },
    Alarm: { Type: "AWS::CloudWatch::Alarm", Properties: { AlarmName: "a", Threshold: 1, Tags: [] } },
    Rule: {
      Type: "AWS::Events::Rule",
      Properties: {
        EventPattern: { source: ["aws.ses"] },
        Targets: [
          {
            Id: "T",
            Arn: "arn:aws:sns:eu-central-1:111122223333:alarms",
            RetryPolicy: { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 60 },
          },
        ],
      },
    },
  });

  expect(unmodelled).toEqual([
    "Alarm (AWS::CloudWatch::Alarm): AlarmName",
    "Alarm (AWS::CloudWatch::Alarm): Threshold",
    "Rule (AWS::Events::Rule): Targets.RetryPolicy.MaximumEventAgeInSeconds",
    "Table (AWS::DynamoDB::GlobalTable): BillingMode",
    "Table (AWS::DynamoDB::GlobalTable): Replicas",
  ]);
});

it("keeps the attribute that DynamoDB's time to live uses", () => {
  const { tables } = deploymentOf({
    Table: {
      Type: "AWS::DynamoDB::GlobalTable",
      Properties: {
        TableName: "ledger",
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      },
    },
  });

  expect(tables).toMatchObject([{ name: "ledger", ttlAttribute: "expiresAt" }]);
});

it("reports nothing if everything is modelled", () => {
  const given = { A: [{ B: 1 }], C: { D: "x" } };

  expect(droppedProperties(given, given)).toEqual([]);
});

it("lists a permissions boundary, which it cannot evaluate, and refuses managed policies", () => {
  const role = (properties: object) => ({
    Role: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] },
        Tags: [],
        ...properties,
      },
    },
  });

  expect(deploymentOf(role({ PermissionsBoundary: "arn:aws:iam::1:policy/b" })).unmodelled).toEqual([
    "Role (AWS::IAM::Role): PermissionsBoundary",
  ]);
  expect(() => deploymentOf(role({ ManagedPolicyArns: ["arn:aws:iam::aws:policy/x"] }))).toThrow(
    "ManagedPolicyArns",
  );
});
