import type { ApprovalOutcome } from "../../statemachine/approve.ts";
import { readEnvironment } from "../runtime/env.ts";
import { readPolicyFile } from "../runtime/policy-file.ts";
import { systemClock } from "../runtime/system-clock.ts";
import { approveEnvironment } from "./env.ts";
import { approveClients, approverOf } from "./wire.ts";

const environment = readEnvironment(approveEnvironment);
const policy = readPolicyFile(import.meta.url);
const approvePlan = approverOf({ environment, policy, clients: approveClients(), clock: systemClock });

/** The only task of the approve state machine: invoked once per execution with its input. */
export async function handler(event: unknown): Promise<ApprovalOutcome> {
  return approvePlan(event);
}
