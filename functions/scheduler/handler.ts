import type { AccountList } from "../../statemachine/run.ts";
import { readEnvironment } from "../runtime/env.ts";
import { readPolicyFile } from "../runtime/policy-file.ts";
import { systemClock } from "../runtime/system-clock.ts";
import { schedulerEnvironment } from "./env.ts";
import { schedulerClients, schedulerOf } from "./wire.ts";

const environment = readEnvironment(schedulerEnvironment);
const policy = readPolicyFile(import.meta.url);
const listAccounts = schedulerOf({
  environment,
  policy,
  clients: schedulerClients(environment),
  clock: systemClock,
});

/** State `ListAccounts`, the first of the daily state machine: invoked once per execution with its input. */
export async function handler(event: unknown): Promise<AccountList> {
  return listAccounts(event);
}
