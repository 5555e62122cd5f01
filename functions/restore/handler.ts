import type { Context } from "aws-lambda";
import { loadTemplates } from "../notices/load-templates.ts";
import { readEnvironment } from "../runtime/env.ts";
import { readPolicyFile } from "../runtime/policy-file.ts";
import { systemClock } from "../runtime/system-clock.ts";
import { restoreEnvironment } from "./env.ts";
import { restoreClients, restorerOf } from "./wire.ts";

const environment = readEnvironment(restoreEnvironment);
const restore = restorerOf({
  environment,
  policy: readPolicyFile(import.meta.url),
  templates: loadTemplates(new URL("./templates/", import.meta.url)),
  clients: restoreClients(environment),
  clock: systemClock,
  random: Math.random,
});

/** All three tasks of the restore state machine, distinguished by `step`. */
export async function handler(event: unknown, context: Context): Promise<unknown> {
  return restore(event, context);
}
