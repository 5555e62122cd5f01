import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import * as z from "zod/mini";
import { parse } from "../../../functions/runtime/parse.ts";
import {
  byStackSet,
  type Resource,
  settingsWith,
  synthesizedTemplates,
} from "../../support/deployment-fixture.ts";

/**
 * What makes CloudFormation replace a resource when it changes: the `createOnlyProperties` of its type's
 * schema (CloudFormation resource provider schemas), and with it the key schema of a table. A type whose
 * resources store nothing and have no name of their own is not listed.
 */
const replacingProperties: Readonly<Record<string, readonly string[]>> = {
  "AWS::CloudFormation::StackSet": ["PermissionModel", "StackSetName"],
  "AWS::CloudWatch::Alarm": ["AlarmName"],
  "AWS::CloudWatch::Dashboard": ["DashboardName"],
  "AWS::Events::Rule": ["Name", "EventBusName"],
  "AWS::Lambda::EventInvokeConfig": ["FunctionName", "Qualifier"],
  "AWS::Logs::MetricFilter": ["FilterName", "LogGroupName"],
  "AWS::SES::ConfigurationSet": ["Name"],
  "AWS::SES::ConfigurationSetEventDestination": ["ConfigurationSetName"],
  "AWS::DynamoDB::GlobalTable": [
    "TableName",
    "KeySchema",
    "AttributeDefinitions",
    "LocalSecondaryIndexes",
    "GlobalTableSourceArn",
  ],
  "AWS::IAM::Role": ["RoleName", "Path"],
  "AWS::KMS::Key": [],
  "AWS::Lambda::Function": ["FunctionName", "PackageType", "TenancyConfig", "DurableConfig"],
  "AWS::Logs::LogGroup": ["LogGroupName"],
  "AWS::Organizations::ResourcePolicy": [],
  "AWS::S3::Bucket": ["BucketName", "BucketNamePrefix", "BucketNamespace"],
  "AWS::SNS::Topic": ["TopicName", "FifoTopic"],
  "AWS::SQS::Queue": ["QueueName", "FifoQueue"],
  "AWS::Scheduler::Schedule": ["Name"],
  "AWS::StepFunctions::StateMachine": ["StateMachineName", "StateMachineType"],
};
const unnamed = [
  "AWS::IAM::Policy",
  "AWS::Lambda::Permission",
  "AWS::S3::BucketPolicy",
  "AWS::SNS::Subscription",
  "AWS::SNS::TopicPolicy",
  "AWS::SQS::QueuePolicy",
];

const storedSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/** The resources that deployments hold by now, by stack and logical id. Only ever add to it. */
function stored(): z.infer<typeof storedSchema> {
  const file = readFileSync(new URL("./stored-logical-ids.json", import.meta.url), "utf8");
  return parse(storedSchema, JSON.parse(file), "stored logical ids");
}

function identity({ Type, Properties, DeletionPolicy, UpdateReplacePolicy }: Resource) {
  const names = replacingProperties[Type];
  if (names === undefined) throw new Error(`${Type}: add the properties that replace it`);
  const properties = names.flatMap((name) => (name in Properties ? [[name, Properties[name]]] : []));
  const retained = DeletionPolicy === undefined ? {} : { DeletionPolicy, UpdateReplacePolicy };
  return { Type, ...Object.fromEntries(properties), ...retained };
}

function identities(): Record<string, Record<string, unknown>> {
  const templates = synthesizedTemplates(settingsWith({ rollout: byStackSet }));
  return Object.fromEntries(
    [...templates].map(([stack, { Resources }]) => [
      stack,
      Object.fromEntries(
        Object.entries(Resources)
          .filter(([, { Type }]) => !unnamed.includes(Type))
          .map(([logicalId, resource]) => [logicalId, identity(resource)]),
      ),
    ]),
  );
}

it("neither renames, replaces nor removes resources of a deployment; new resources are added to the list", () => {
  expect(identities()).toEqual(stored());
});

it("keeps bucket and table if the stack is deleted or they are replaced, and protects the table", () => {
  const hub = synthesizedTemplates(settingsWith()).get("curfew-hub");
  const keepers = Object.values(hub?.Resources ?? {}).filter(({ Type }) =>
    ["AWS::S3::Bucket", "AWS::DynamoDB::GlobalTable"].includes(Type),
  );

  expect(
    keepers.map(({ DeletionPolicy, UpdateReplacePolicy }) => [DeletionPolicy, UpdateReplacePolicy]),
  ).toEqual([
    ["Retain", "Retain"],
    ["Retain", "Retain"],
  ]);
  expect(keepers.map(({ Properties }) => Properties)).toContainEqual(
    expect.objectContaining({
      Replicas: [
        expect.objectContaining({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ],
    }),
  );
});
