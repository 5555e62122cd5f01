import type { QueueSpec } from "../../cloud/deployment.ts";
import { evaluateResource } from "../../cloud/policy-evaluation.ts";
import type { Context } from "../../cloud/service.ts";
import type { TrustedPrincipal } from "../../cloud/trusted-principal.ts";

/** A message that waits in a queue. */
export interface QueueMessage {
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Who sends a message, and the condition keys that come with it. */
export interface MessageSender {
  readonly principal: TrustedPrincipal;
  readonly context: Context;
}

interface Queue {
  readonly spec: QueueSpec;
  readonly messages: QueueMessage[];
}

/** The SQS queues of all accounts. Services put messages in, tests look at them; SQS has no API here. */
export class Queues {
  readonly #queues = new Map<string, Queue>();

  createQueue(spec: QueueSpec): void {
    if (this.#queues.has(spec.arn)) throw new Error(`there is a queue ${spec.arn} already`);
    this.#queues.set(spec.arn, { spec, messages: [] });
  }

  has(arn: string): boolean {
    return this.#queues.has(arn);
  }

  /** Whether one of the queue's policies lets somebody send to it. */
  allows(arn: string, { principal, context }: MessageSender): boolean {
    const policies = this.#queues.get(arn)?.spec.policies ?? [];
    return policies.some(
      (policy) =>
        evaluateResource(policy, { action: "sqs:SendMessage", resource: arn }, principal, context).allowed,
    );
  }

  /** Puts a message into a queue; whether the sender may has been checked. */
  send(arn: string, message: QueueMessage): void {
    this.#queue(arn).messages.push(message);
  }

  /** The messages of a queue, the oldest first. */
  messages(arn: string): readonly QueueMessage[] {
    return [...this.#queue(arn).messages];
  }

  #queue(arn: string): Queue {
    const found = this.#queues.get(arn);
    if (found === undefined) throw new Error(`there is no queue ${arn}`);
    return found;
  }
}
