import { recordDelivery } from "../aws/deliveries.ts";
import { ledgerClient } from "../aws/ledger-table.ts";
import type { DeliveryEnvironment } from "./env.ts";
import { readSesEvent } from "./read-ses-event.ts";

/** The AWS clients of the delivery function. */
export type DeliveryClients = ReturnType<typeof deliveryClients>;

/** Creates the clients of the delivery function. */
export function deliveryClients() {
  return { ledger: ledgerClient() };
}

/** The parts of the delivery function. */
export interface DeliveryParts {
  readonly environment: DeliveryEnvironment;
  readonly clients: DeliveryClients;
}

/**
 * The delivery function as a function of its event: it records what SES reported about one of Curfew's notices.
 * EventBridge delivers at least once and in any order; both change nothing.
 * @throws {InvalidInput} the event names a notice and does not have SES's documented form; it ends in the dead-letter
 *   queue
 */
export function deliveryOf({ environment, clients }: DeliveryParts) {
  return async (event: unknown): Promise<void> => {
    const delivery = readSesEvent(event);
    if (delivery !== undefined) await recordDelivery(clients.ledger, environment.LEDGER_TABLE_NAME, delivery);
  };
}
