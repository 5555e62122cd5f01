import type { KeySpec, TopicSpec } from "../../cloud/deployment.ts";
import type { RoleRecord } from "../../cloud/identities.ts";
import { evaluateIdentity, evaluateResource } from "../../cloud/policy-evaluation.ts";
import type { Context, Principal } from "../../cloud/service.ts";

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

/** What a publisher does with the key of an encrypted topic. */
const keyActions = ["kms:Decrypt", "kms:GenerateDataKey"] as const;

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

  /**
   * Why a role of the topic's account may not publish to a topic, or nothing where it may. Its own policies have to
   * allow it; the topic's policy may deny it. The key's policy has to leave the decision to IAM.
   */
  refusalOfRole(topicArn: string, role: RoleRecord, context: Context): string | undefined {
    const topic = this.#topics.get(topicArn);
    if (topic === undefined) return `There is no topic ${topicArn}`;
    const { arn, accountId, identityPolicies } = role;
    const principal: Principal = { accountId, arn, roleArn: arn, kind: "assumedRole", accessKeyId: "" };
    const mayNot = (action: string, resource: string) =>
      !evaluateIdentity(identityPolicies, undefined, { action, resource }, context).allowed;
    const refused = (action: string) => `${arn} is not authorized to perform: ${action}`;
    const isDenied = topic.policies.some((policy) => {
      const decision = evaluateResource(
        policy,
        { action: "sns:Publish", resource: topicArn },
        principal,
        context,
      );
      return !decision.allowed && decision.kind === "explicitDeny";
    });
    if (isDenied || mayNot("sns:Publish", topicArn)) return refused("sns:Publish");
    const { keyArn } = topic;
    if (keyArn === undefined) return undefined;
    const key = this.#keys.get(keyArn);
    if (key === undefined) return `There is no key ${keyArn}`;
    const missing = keyActions.find(
      (action) =>
        mayNot(action, keyArn) ||
        !evaluateResource(key.policy, { action, resource: keyArn }, principal, context).allowed,
    );
    return missing && refused(missing);
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
    const missing = keyActions.find(
      (action) =>
        !evaluateResource(key.policy, { action, resource: keyArn }, { service }, keysOfCall).allowed,
    );
    return missing && `${service} is not authorized to perform: ${missing} on resource: ${keyArn}`;
  }
}
