import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";
import { loadTemplates } from "../../notices/load-templates.ts";
import { readEnvironment } from "../../runtime/env.ts";
import { readPolicyFile } from "../../runtime/policy-file.ts";
import { systemClock } from "../../runtime/system-clock.ts";
import { workerClients } from "../parts.ts";
import { evaluateEnvironment } from "./env.ts";
import { type EvaluateAnswer, evaluatorOf } from "./wire.ts";

const environment = readEnvironment(evaluateEnvironment);
const evaluate = evaluatorOf({
  environment,
  policy: readPolicyFile(import.meta.url),
  templates: loadTemplates(new URL("./templates/", import.meta.url)),
  clients: workerClients(environment),
  clock: systemClock,
  random: Math.random,
  newClaimId: randomUUID,
});

/** The function curfew-evaluate-accounts: invoked by the Map EvaluateAccounts, once per account. */
export async function handler(event: unknown, context: Context): Promise<EvaluateAnswer> {
  return evaluate(event, context);
}
