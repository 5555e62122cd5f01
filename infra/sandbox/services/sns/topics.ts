import type { KeySpec, TopicSpec } from "../../cloud/deployment.ts";
import { evaluateResource } from "../../cloud/policy-evaluation.ts";
import type { Context } from "../../cloud/service.ts";

/** A message that was published to a topic. */
export interface TopicMessage {
  readonly topicArn: string;
  readonly message: string;
}

/** An AWS service that publishes, and the condition keys that come with it. */
export interface Publisher {
  readonly service: string;
  readonly context: Context;
}

/** The SNS topics of all accounts, and what was published to them. Subscriptions are not modelled. */
export class Topics {
  readonly #topics = new Map<string, TopicSpec>();
  readonly #keys = new Map<string, KeySpec>();
  readonly #published: TopicMessage[] = [];

  createTopic(spec: TopicSpec): void {
    this.#topics.set(spec.arn, spec);
  }

  createKey(spec: KeySpec): void {
    this.#keys.set(spec.arn, spec);
  }

  /** What was published, to one topic or to all, the oldest first. */
  published(topicArn?: string): readonly TopicMessage[] {
    return this.#published.filter((message) => message.topicArn === (topicArn ?? message.topicArn));
  }

  /**
   * Why a service may not publish to a topic, or nothing where it may. Without a policy only the owner may.
   * To publish to an encrypted topic the service also uses the key.
   */
  refusal(topicArn: string, { service, context }: Publisher): string | undefined {
    const topic = this.#topics.get(topicArn);
    if (topic === undefined) return `There is no topic ${topicArn}`;
    const publish = { action: "sns:Publish", resource: topicArn };
    if (!topic.policies.some((policy) => evaluateResource(policy, publish, { service }, context).allowed))
      return `${service} is not authorized to perform: sns:Publish on resource: ${topicArn}`;
    return topic.keyArn === undefined ? undefined : this.#keyRefusal(topic.keyArn, service, context);
  }

  /** Publishes a message; whether the publisher may has been checked. */
  publish(topicArn: string, message: string): void {
    this.#published.push({ topicArn, message });
  }

  /** SNS developer guide, "Enable compatibility between event sources from AWS services and encrypted topics". */
  #keyRefusal(keyArn: string, service: string, context: Context): string | undefined {
    const key = this.#keys.get(keyArn);
    if (key === undefined) return `There is no key ${keyArn}`;
    // EventBridge sends no source keys to KMS, so a key policy that requires them refuses it.
    const keysOfCall = service === "events.amazonaws.com" ? {} : context;
    const missing = ["kms:Decrypt", "kms:GenerateDataKey"].find(
      (action) =>
        !evaluateResource(key.policy, { action, resource: keyArn }, { service }, keysOfCall).allowed,
    );
    return missing && `${service} is not authorized to perform: ${missing} on resource: ${keyArn}`;
  }
}
