import type { Identities } from "../cloud/identities.ts";
import type { UnfinishedWork } from "../cloud/unfinished-work.ts";
import { EventBuses } from "./events/event-buses.ts";
import { RuleDelivery } from "./events/rule-delivery.ts";
import { AsyncInvocations } from "./lambda/async-invocations.ts";
import type { Functions } from "./lambda/functions.ts";
import { Topics } from "./sns/topics.ts";
import { Queues } from "./sqs/queues.ts";

/** What messaging needs of the cloud. */
export interface MessagingProps {
  readonly identities: Identities;
  readonly functions: Functions;
  readonly work: UnfinishedWork;
  readonly retryScale: number;
  readonly signal: AbortSignal;
}

/** Event buses, queues, topics, and the asynchronous invocations that events cause, connected. */
export interface Messaging {
  readonly buses: EventBuses;
  readonly queues: Queues;
  readonly topics: Topics;
  readonly invocations: AsyncInvocations;
  readonly delivery: RuleDelivery;
}

/** Connects everything that carries events and messages. */
export function messagingOf({ identities, functions, work, retryScale, signal }: MessagingProps): Messaging {
  const queues = new Queues();
  const topics = new Topics();
  const buses = new EventBuses(work);
  const invocations = new AsyncInvocations({ functions, identities, queues, work, retryScale, signal });
  const world = { identities, buses, invocations, queues, topics };
  const delivery = new RuleDelivery(world, { retryScale, signal });
  buses.deliverWith((rule, event) => delivery.deliver(rule, event));
  return { buses, queues, topics, invocations, delivery };
}
