import { beforeAll, expect, it } from "vitest";
import {
  propertiesOf,
  settingsWith,
  synthesizedTemplates,
  type Template,
  templateOf,
} from "../../support/deployment-fixture.ts";

let hub: Template;
beforeAll(() => {
  hub = templateOf(synthesizedTemplates(settingsWith({ reportRetentionDays: 100 })), "curfew-hub");
});

/** The one resource of a type. */
function only(type: string): Record<string, unknown> {
  const [properties, ...others] = propertiesOf(hub, type);
  if (properties === undefined || others.length > 0) throw new Error(`not one ${type}`);
  return properties;
}

const tlsOnly = expect.objectContaining({
  Effect: "Deny",
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});

it("keeps the reports private, encrypted and accessible over TLS only", () => {
  expect(only("AWS::S3::Bucket")).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }],
    },
    VersioningConfiguration: { Status: "Enabled" },
  });
  expect(only("AWS::S3::BucketPolicy")).toMatchObject({
    PolicyDocument: { Statement: expect.arrayContaining([tlsOnly]) },
  });
});

it("deletes run files and restore results after the days of the settings, and old versions everywhere", () => {
  expect(only("AWS::S3::Bucket").LifecycleConfiguration).toEqual({
    Rules: [
      { Status: "Enabled", Prefix: "runs/", ExpirationInDays: 100 },
      { Status: "Enabled", Prefix: "restores/", ExpirationInDays: 100 },
      {
        Status: "Enabled",
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ],
  });
});

it("starts at a time in a time zone, retries for hours, and keeps events that it could not deliver", () => {
  const queues = Object.entries(hub.Resources).filter(([, { Type }]) => Type === "AWS::SQS::Queue");
  const [queue] = queues.find(([, { Properties }]) => Properties.QueueName === "curfew-dead-letters") ?? [];

  expect(only("AWS::Scheduler::Schedule")).toMatchObject({
    ScheduleExpression: "cron(0 9 * * ? *)",
    ScheduleExpressionTimezone: "Europe/Berlin",
    State: "ENABLED",
    FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: 15 },
    Target: {
      Input: "{}",
      RetryPolicy: { MaximumEventAgeInSeconds: 21_600, MaximumRetryAttempts: 24 },
      DeadLetterConfig: { Arn: { "Fn::GetAtt": [queue, "Arn"] } },
    },
  });
  expect(queues).toHaveLength(2);
  for (const [, { Properties }] of queues)
    expect(Properties).toMatchObject({ SqsManagedSseEnabled: true, MessageRetentionPeriod: 1_209_600 });
  for (const policy of propertiesOf(hub, "AWS::SQS::QueuePolicy"))
    expect(policy).toMatchObject({ PolicyDocument: { Statement: expect.arrayContaining([tlsOnly]) } });
});

it("starts nothing by itself if the settings disable the schedule", () => {
  const schedule = { time: "09:00", timeZone: "Europe/Berlin", enabled: false };
  const paused = templateOf(synthesizedTemplates(settingsWith({ schedule })), "curfew-hub");

  expect(propertiesOf(paused, "AWS::Scheduler::Schedule")).toMatchObject([{ State: "DISABLED" }]);
});

it("logs into its own groups with a retention, and traces every step", () => {
  const functions = propertiesOf(hub, "AWS::Lambda::Function");
  const groups = propertiesOf(hub, "AWS::Logs::LogGroup");

  expect(functions).toHaveLength(8);
  expect(functions.map(({ TracingConfig }) => TracingConfig)).toEqual(
    functions.map(() => ({ Mode: "Active" })),
  );
  expect(functions.map(({ LoggingConfig }) => Object(LoggingConfig).LogGroup)).not.toContain(undefined);
  expect(groups).toHaveLength(11);
  expect(new Set(groups.map(({ RetentionInDays }) => RetentionInDays))).toEqual(new Set([90]));
  for (const machine of propertiesOf(hub, "AWS::StepFunctions::StateMachine"))
    expect(machine).toMatchObject({
      TracingConfiguration: { Enabled: true },
      LoggingConfiguration: { IncludeExecutionData: false, Level: "ERROR" },
    });
});

it("lets DynamoDB delete ledger items when they expire", () => {
  expect(only("AWS::DynamoDB::GlobalTable").TimeToLiveSpecification).toEqual({
    AttributeName: "expiresAt",
    Enabled: true,
  });
});

it("encrypts the ledger", () => {
  expect(only("AWS::DynamoDB::GlobalTable")).toMatchObject({
    SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
  });
});
