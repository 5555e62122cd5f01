import { Validations } from "aws-cdk-lib";
import { EventField, type EventPattern, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { SnsTopic } from "aws-cdk-lib/aws-events-targets";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { names, partitionOf } from "../names.ts";
import type { Settings } from "../settings.ts";

/** What the chat topic is made from. */
export interface ChatTopicProps {
  readonly hub: Settings["hub"];
  /** Encrypts the topic. */
  readonly key: IKey;
}

/**
 * The messages to a chat channel: deactivations, final warnings and runs that await approval. They omit account names,
 * because people choose them freely; AWS restricts the letters of IAM user names.
 */
const messages = [
  {
    id: "Deactivated",
    detailType: "Access Key Deactivated",
    title: "Access key deactivated",
    description: (field: (name: string) => string) =>
      `Curfew deactivated access key ${field("key")} of IAM user ${field("userName")} in account ${field("accountId")}. It was ${field("age")} days old.`,
  },
  {
    id: "FinalWarning",
    detailType: "Final Warning Sent",
    title: "Final warning sent",
    description: (field: (name: string) => string) =>
      `Curfew deactivates access key ${field("key")} of IAM user ${field("userName")} in account ${field("accountId")} on or after ${field("names")}. The owner has been notified.`,
  },
  {
    id: "AwaitingApproval",
    detailType: "Run Awaiting Approval",
    title: "Run awaits approval",
    description: (field: (name: string) => string) =>
      `${field("keys")} access keys are due and wait for an approval. Run: ${field("run")}. See the plan with: curfew plan ${field("run")}`,
  },
];

/**
 * An SNS topic for Amazon Q Developer in chat applications, which brings it to Slack or Microsoft Teams. It accepts
 * messages of its own form only (its administrator guide, Custom notifications).
 */
export class ChatTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { hub, key }: ChatTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", {
      topicName: names.chatTopic,
      displayName: "Curfew",
      masterKey: key,
      enforceSSL: true,
    });
    const rules = `arn:${partitionOf(hub.region)}:events:${hub.region}:${hub.accountId}:rule/${names.chatTopic}-*`;
    // A role, because EventBridge meets no condition in the policy of a topic or key (EventBridge user guide,
    // Resource-based policies): rules of other accounts could publish too.
    const role = new Role(this, "Role", {
      description: "Lets Curfew's rules publish to its chat topic.",
      assumedBy: new ServicePrincipal("events.amazonaws.com", {
        conditions: {
          StringEquals: { "aws:SourceAccount": hub.accountId },
          ArnLike: { "aws:SourceArn": rules },
        },
      }),
    });
    // The rules' targets grant it sns:Publish and the use of the key.
    Validations.of(role).acknowledge({
      id: "AwsSolutions-IAM5[Action::kms:GenerateDataKey*]",
      reason: "Both kinds of data keys, of one key.",
    });
    for (const message of messages)
      new Rule(this, message.id, {
        ruleName: `${names.chatTopic}-${message.id}`,
        eventPattern: { source: ["curfew"], detailType: [message.detailType] } satisfies EventPattern,
        targets: [
          new SnsTopic(this.topic, {
            role,
            message: RuleTargetInput.fromObject({
              version: "1.0",
              source: "custom",
              content: {
                title: message.title,
                description: message.description((name) => EventField.fromPath(`$.detail.${name}`)),
              },
            }),
          }),
        ],
      });
  }
}
