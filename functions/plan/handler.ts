import type { PlanOutput } from "../../statemachine/plan.ts";
import { readEnvironment } from "../runtime/env.ts";
import { readPolicyFile } from "../runtime/policy-file.ts";
import { systemClock } from "../runtime/system-clock.ts";
import { planEnvironment } from "./env.ts";
import { planClients, plannerOf } from "./wire.ts";

const environment = readEnvironment(planEnvironment);
const policy = readPolicyFile(import.meta.url);
const planRun = plannerOf({ environment, policy, clients: planClients(environment), clock: systemClock });

/** State `PlanDeactivations`, between the two Maps: invoked once per execution. */
export async function handler(event: unknown): Promise<PlanOutput> {
  return planRun(event);
}
