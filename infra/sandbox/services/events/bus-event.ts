import { randomUUID } from "node:crypto";

/** An event as EventBridge hands it to a target (EventBridge user guide, "Events in Amazon EventBridge"). */
export interface EventOnBus {
  readonly version: "0";
  readonly id: string;
  readonly "detail-type": string;
  readonly source: string;
  /** The account that published it. */
  readonly account: string;
  /** With whole seconds, as EventBridge writes it. */
  readonly time: string;
  /** The Region that published it; an event that was forwarded to another Region keeps it. */
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

/** What a publisher says about an event; EventBridge adds the rest. */
export interface PublishedEvent {
  readonly source: string;
  readonly detailType: string;
  readonly accountId: string;
  readonly region: string;
  readonly time: Date;
  readonly resources?: readonly string[];
  readonly detail: unknown;
}

/** The event in EventBridge's envelope, with an ID of its own. */
export function busEvent(published: PublishedEvent): EventOnBus {
  return {
    version: "0",
    id: randomUUID(),
    "detail-type": published.detailType,
    source: published.source,
    account: published.accountId,
    time: published.time.toISOString().replace(/\.\d{3}Z$/, "Z"),
    region: published.region,
    resources: published.resources ?? [],
    detail: published.detail,
  };
}
