import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { clientSettings } from "./client-config.ts";

/** Something that happened, for whoever listens on the account's default event bus. */
export interface BusEvent {
  /** What rules match: `Access Key Deactivated`. */
  readonly type: string;
  readonly at: Date;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The client of the event bus in the function's own account and Region. */
export function eventBusClient(): EventBridgeClient {
  return new EventBridgeClient(clientSettings);
}

/** PutEvents takes ten entries at most (EventBridge API reference, PutEvents). */
const mostEntries = 10;

/**
 * Puts events on the default bus, ten at a time, in their order.
 * @returns how many the bus refused; the call itself succeeds even then
 */
export async function putEvents(
  client: EventBridgeClient,
  events: readonly BusEvent[],
): Promise<{ readonly refused: number }> {
  let refused = 0;
  for (let start = 0; start < events.length; start += mostEntries) {
    const Entries = events.slice(start, start + mostEntries).map(({ type, at, detail }) => ({
      Source: "curfew",
      DetailType: type,
      Time: at,
      Detail: JSON.stringify(detail),
    }));
    const { FailedEntryCount = 0 } = await client.send(new PutEventsCommand({ Entries }));
    refused += FailedEntryCount;
  }
  return { refused };
}
