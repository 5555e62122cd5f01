import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";
import { loadTemplates } from "../../notices/load-templates.ts";
import { readEnvironment } from "../../runtime/env.ts";
import { readPolicyFile } from "../../runtime/policy-file.ts";
import { systemClock } from "../../runtime/system-clock.ts";
import { workerClients } from "../parts.ts";
import { deactivateEnvironment } from "./env.ts";
import { type DeactivateAnswer, deactivatorOf } from "./wire.ts";

const environment = readEnvironment(deactivateEnvironment);
const deactivate = deactivatorOf({
  environment,
  policy: readPolicyFile(import.meta.url),
  templates: loadTemplates(new URL("./templates/", import.meta.url)),
  clients: workerClients(environment),
  clock: systemClock,
  random: Math.random,
  newClaimId: randomUUID,
});

/** The function curfew-deactivate-keys: invoked by the Map DeactivateKeys, once per account. */
export async function handler(event: unknown, context: Context): Promise<DeactivateAnswer> {
  return deactivate(event, context);
}
