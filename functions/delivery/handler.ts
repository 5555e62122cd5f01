import { readEnvironment } from "../runtime/env.ts";
import { deliveryEnvironment } from "./env.ts";
import { deliveryClients, deliveryOf } from "./wire.ts";

const recordEvent = deliveryOf({
  environment: readEnvironment(deliveryEnvironment),
  clients: deliveryClients(),
});

/** Invoked by EventBridge for each event that SES publishes about a mail. */
export async function handler(event: unknown): Promise<void> {
  await recordEvent(event);
}
