import type { Deployment } from "../cloud/deployment.ts";
import {
  configurationSetSchema,
  eventDestinationSchema,
  keySchema,
  queuePolicySchema,
  queueSchema,
  ruleSchema,
  topicPolicySchema,
  topicSchema,
} from "./messaging-schemas.ts";
import type { StackReader } from "./stack-reader.ts";

type Messaging = Pick<
  Deployment,
  "rules" | "queues" | "topics" | "keys" | "configurationSets" | "eventDestinations"
>;

/** What carries events and messages: rules, queues, topics and their keys, and the configuration sets of SES. */
export function readMessaging(stack: StackReader): Messaging {
  const queuePolicies = stack.all("AWS::SQS::QueuePolicy", queuePolicySchema);
  const topicPolicies = stack.all("AWS::SNS::TopicPolicy", topicPolicySchema);
  return {
    rules: stack.all("AWS::Events::Rule", ruleSchema).map(({ identity, properties }) => ({
      name: identity.ref,
      arn: identity.attributes.Arn ?? "",
      enabled: properties.State === "ENABLED",
      pattern: properties.EventPattern,
      targets: properties.Targets.map((target) => ({
        id: target.Id,
        arn: target.Arn,
        roleArn: target.RoleArn,
        input: target.Input,
        inputTransformer: target.InputTransformer && {
          paths: target.InputTransformer.InputPathsMap,
          template: target.InputTransformer.InputTemplate,
        },
        deadLetterArn: target.DeadLetterConfig?.Arn,
        maximumRetryAttempts: target.RetryPolicy.MaximumRetryAttempts,
      })),
    })),
    queues: stack.all("AWS::SQS::Queue", queueSchema).map(({ identity }) => ({
      name: identity.attributes.QueueName ?? "",
      arn: identity.attributes.Arn ?? "",
      policies: queuePolicies
        .filter(({ properties }) => properties.Queues.includes(identity.ref))
        .map(({ properties }) => properties.PolicyDocument),
    })),
    topics: stack.all("AWS::SNS::Topic", topicSchema).map(({ identity, properties }) => ({
      name: identity.attributes.TopicName ?? "",
      arn: identity.ref,
      keyArn: properties.KmsMasterKeyId,
      policies: topicPolicies
        .filter((policy) => policy.properties.Topics.includes(identity.ref))
        .map((policy) => policy.properties.PolicyDocument),
    })),
    keys: stack.all("AWS::KMS::Key", keySchema).map(({ identity, properties }) => ({
      arn: identity.attributes.Arn ?? "",
      policy: properties.KeyPolicy,
    })),
    configurationSets: stack
      .all("AWS::SES::ConfigurationSet", configurationSetSchema)
      .map(({ identity }) => identity.ref),
    eventDestinations: stack
      .all("AWS::SES::ConfigurationSetEventDestination", eventDestinationSchema)
      .map(({ properties: { ConfigurationSetName, EventDestination } }) => ({
        configurationSet: ConfigurationSetName,
        name: EventDestination.Name,
        enabled: EventDestination.Enabled,
        matchingEventTypes: EventDestination.MatchingEventTypes,
        eventBusArn: EventDestination.EventBridgeDestination.EventBusArn,
      })),
  };
}
