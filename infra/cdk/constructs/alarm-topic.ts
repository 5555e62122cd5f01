import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { names, partitionOf } from "../names.ts";
import type { Settings } from "../settings.ts";

/** What the alarm topic is made from. */
export interface AlarmTopicProps {
  readonly settings: Settings;
}

/**
 * Where alarms go: encrypted, TLS only, with the security contact as subscriber. SNS sends the contact a mail to
 * confirm the subscription.
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic;
  readonly key: Key;

  constructor(scope: Construct, id: string, { settings }: AlarmTopicProps) {
    super(scope, id);
    const { accountId, region } = settings.hub;
    // A key of our own: the policy of the managed key alias/aws/sns cannot allow CloudWatch, and alarms would be
    // dropped silently (SNS developer guide, Key management, event sources from AWS services).
    this.key = new Key(this, "Key", {
      description: "Curfew: encrypts alarms and chat messages.",
      enableKeyRotation: true,
      pendingWindow: Duration.days(7),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.topic = new Topic(this, "Topic", {
      topicName: names.alarmTopic,
      displayName: "Curfew alarms",
      masterKey: this.key,
      enforceSSL: true,
    });
    const alarms = `arn:${partitionOf(region)}:cloudwatch:${region}:${accountId}:alarm:${names.alarmPrefix}*`;
    this.topic.grantPublish(
      new ServicePrincipal("cloudwatch.amazonaws.com", {
        conditions: {
          ArnLike: { "aws:SourceArn": alarms },
          StringEquals: { "aws:SourceAccount": accountId },
        },
      }),
    );
    this.topic.addSubscription(new EmailSubscription(settings.mail.securityContact));
  }
}
