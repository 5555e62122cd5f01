import type { Target } from "./template.ts";

/** What CloudFormation would answer about a resource: `Ref`, and the attributes that Curfew's templates ask for. */
export interface ResourceIdentity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Kind {
  /** The property that names the resource; without it CloudFormation makes a name up. */
  readonly nameProperty?: string;
  readonly identify?: (name: string, target: Target) => ResourceIdentity;
}

const arn = (service: string, resource: string, { partition, region, accountId }: Target) =>
  `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
const named = (name: string, Arn: string) => ({ ref: name, attributes: { Arn } });

/**
 * Every resource type that Curfew's templates may hold (CloudFormation user guide, "Return values" of each
 * type). A type that is not here stops the deployment: it would otherwise exist on AWS and not here.
 */
const kinds: Readonly<Record<string, Kind>> = {
  "AWS::IAM::Role": {
    nameProperty: "RoleName",
    identify: (name, { partition, accountId }) =>
      named(name, `arn:${partition}:iam::${accountId}:role/${name}`),
  },
  "AWS::IAM::Policy": {},
  "AWS::Lambda::Function": {
    nameProperty: "FunctionName",
    identify: (name, target) => named(name, arn("lambda", `function:${name}`, target)),
  },
  "AWS::S3::Bucket": {
    nameProperty: "BucketName",
    identify: (name, { partition }) => named(name, `arn:${partition}:s3:::${name}`),
  },
  "AWS::S3::BucketPolicy": {},
  "AWS::DynamoDB::GlobalTable": {
    nameProperty: "TableName",
    identify: (name, target) => named(name, arn("dynamodb", `table/${name}`, target)),
  },
  "AWS::StepFunctions::StateMachine": {
    nameProperty: "StateMachineName",
    identify: (name, target) => {
      const Arn = arn("states", `stateMachine:${name}`, target);
      return { ref: Arn, attributes: { Arn, Name: name } };
    },
  },
  "AWS::Scheduler::Schedule": { nameProperty: "Name" },
  "AWS::Logs::LogGroup": {
    nameProperty: "LogGroupName",
    identify: (name, target) => named(name, arn("logs", `log-group:${name}:*`, target)),
  },
  "AWS::SQS::Queue": {
    nameProperty: "QueueName",
    identify: (name, target) => ({
      ref: `https://sqs.${target.region}.amazonaws.com/${target.accountId}/${name}`,
      attributes: { Arn: arn("sqs", name, target), QueueName: name },
    }),
  },
  "AWS::SQS::QueuePolicy": {},
  "AWS::Lambda::Permission": {},
  "AWS::Lambda::EventInvokeConfig": {},
  "AWS::Events::Rule": {
    nameProperty: "Name",
    identify: (name, target) => named(name, arn("events", `rule/${name}`, target)),
  },
  "AWS::SES::ConfigurationSet": { nameProperty: "Name" },
  "AWS::SES::ConfigurationSetEventDestination": {},
  "AWS::Organizations::ResourcePolicy": {},
  // Nothing in the embedded cloud raises alarms or shows graphs; they are named so that the stack deploys whole.
  "AWS::KMS::Key": {
    identify: (name, target) => ({
      ref: name,
      attributes: { Arn: arn("kms", `key/${name}`, target), KeyId: name },
    }),
  },
  "AWS::SNS::Topic": {
    nameProperty: "TopicName",
    identify: (name, target) => {
      const TopicArn = arn("sns", name, target);
      return { ref: TopicArn, attributes: { TopicArn, TopicName: name } };
    },
  },
  "AWS::SNS::TopicPolicy": {},
  "AWS::SNS::Subscription": {},
  "AWS::Logs::MetricFilter": {},
  "AWS::CloudWatch::Alarm": {
    nameProperty: "AlarmName",
    identify: (name, target) => named(name, arn("cloudwatch", `alarm:${name}`, target)),
  },
  "AWS::CloudWatch::Dashboard": { nameProperty: "DashboardName" },
};

/**
 * The identity of one resource.
 * @throws {Error} for a resource type that the embedded cloud does not know
 */
export function identify(
  logicalId: string,
  type: string,
  properties: Readonly<Record<string, unknown>>,
  target: Target,
): ResourceIdentity {
  const kind = kinds[type];
  if (kind === undefined)
    throw new Error(`${logicalId}: the embedded cloud cannot deploy a resource of type ${type}`);
  const given = kind.nameProperty === undefined ? undefined : properties[kind.nameProperty];
  const name = typeof given === "string" ? given : `${target.stackName}-${logicalId}`.slice(0, 64);
  return kind.identify?.(name, target) ?? { ref: name, attributes: {} };
}
