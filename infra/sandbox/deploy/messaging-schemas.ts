import * as z from "zod/mini";
import { policyDocumentSchema } from "./resource-schemas.ts";

/** A rule's target with every field that changes what arrives there; any other stops the deployment. */
const targetSchema = z.strictObject({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.optional(z.string()),
  Input: z.optional(z.string()),
  InputTransformer: z.optional(
    z.strictObject({
      InputPathsMap: z._default(z.record(z.string(), z.string()), {}),
      InputTemplate: z.string(),
    }),
  ),
  DeadLetterConfig: z.optional(z.strictObject({ Arn: z.string() })),
  // EventBridge user guide, "Retrying event delivery": 185 times in 24 hours by default.
  RetryPolicy: z._default(z.object({ MaximumRetryAttempts: z._default(z.int(), 185) }), {
    MaximumRetryAttempts: 185,
  }),
});

/** AWS::Events::Rule on the default bus. A rule with a schedule is refused: EventBridge Scheduler does that. */
export const ruleSchema = z.object({
  Name: z.optional(z.string()),
  EventBusName: z.optional(z.literal("default", "expected the default event bus")),
  EventPattern: z.record(z.string(), z.unknown()),
  ScheduleExpression: z.optional(z.never("expected an event pattern instead of a schedule")),
  State: z._default(z.enum(["ENABLED", "DISABLED"]), "ENABLED"),
  Targets: z.array(targetSchema).check(z.maxLength(5)),
});

/** AWS::SQS::Queue. */
export const queueSchema = z.object({ QueueName: z.optional(z.string()) });

/** AWS::SQS::QueuePolicy. */
export const queuePolicySchema = z.object({
  PolicyDocument: policyDocumentSchema,
  Queues: z.array(z.string()),
});

/** AWS::SNS::Topic. */
export const topicSchema = z.object({
  TopicName: z.optional(z.string()),
  KmsMasterKeyId: z.optional(z.string()),
});

/** AWS::SNS::TopicPolicy. */
export const topicPolicySchema = z.object({
  PolicyDocument: policyDocumentSchema,
  Topics: z.array(z.string()),
});

/** AWS::KMS::Key. */
export const keySchema = z.object({ KeyPolicy: policyDocumentSchema });

/** AWS::SES::ConfigurationSet. */
export const configurationSetSchema = z.object({ Name: z.optional(z.string()) });

/** AWS::SES::ConfigurationSetEventDestination; EventBridge is the only destination that is modelled. */
export const eventDestinationSchema = z.strictObject({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Name: z.string(),
    Enabled: z._default(z.boolean(), false),
    MatchingEventTypes: z.array(z.string()),
    EventBridgeDestination: z.strictObject({ EventBusArn: z.string() }),
  }),
});
