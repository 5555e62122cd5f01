import {
  EventBridgeClient,
  PutEventsCommand,
  type PutEventsCommandOutput,
} from "@aws-sdk/client-eventbridge";
import pMap from "p-map";
import { log } from "../runtime/log.ts";
import { clientSettings } from "./client-config.ts";

/** An event for subscribers of the account's default event bus. */
export interface BusEvent {
  /** The detail type that rules match: `Access Key Deactivated`. */
  readonly type: string;
  readonly at: Date;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The client of the event bus. */
export type EventBus = EventBridgeClient;

/** The part of the client that puts events. */
export interface EventPutter {
  send(
    command: PutEventsCommand,
    options: { readonly abortSignal: AbortSignal },
  ): Promise<Pick<PutEventsCommandOutput, "FailedEntryCount">>;
}

/** The client of the event bus in the function's own account and Region. */
export function eventBusClient(): EventBus {
  return new EventBridgeClient(clientSettings);
}

/** PutEvents takes ten entries at most (EventBridge API reference, PutEvents). */
const mostEntries = 10;

/**
 * At 25 ms a call these put 4,000 events a second; PutEvents allows at least 400 entries, and retries what it
 * throttles.
 */
const concurrentCalls = 10;

/**
 * Puts events on the default bus, ten per call and some calls at a time. A call that fails is logged, and the others
 * continue.
 * @param signal ends the work before the timeout; events that have not been sent by then are counted
 * @returns how many events the bus refused, and how many were not sent
 */
export async function putEvents(
  client: EventPutter,
  events: readonly BusEvent[],
  signal: AbortSignal,
): Promise<{ readonly refused: number; readonly unsent: number }> {
  let refused = 0;
  let unsent = 0;
  let isFirstError = true;
  const batches = Array.from({ length: Math.ceil(events.length / mostEntries) }, (_, index) =>
    events.slice(index * mostEntries, (index + 1) * mostEntries),
  );
  await pMap(
    batches,
    async (batch) => {
      if (signal.aborted) {
        unsent += batch.length;
        return;
      }
      try {
        const { FailedEntryCount = 0 } = await client.send(commandFor(batch), { abortSignal: signal });
        refused += FailedEntryCount;
      } catch (error) {
        unsent += batch.length;
        if (isFirstError) log("error", "PutEvents failed", {}, error);
        isFirstError = false;
      }
    },
    { concurrency: concurrentCalls },
  );
  return { refused, unsent };
}

function commandFor(events: readonly BusEvent[]): PutEventsCommand {
  return new PutEventsCommand({
    Entries: events.map(({ type, at, detail }) => ({
      Source: "curfew",
      DetailType: type,
      Time: at,
      Detail: JSON.stringify(detail),
    })),
  });
}
