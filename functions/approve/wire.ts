import { type ApprovalOutcome, approveEventSchema } from "../../statemachine/approve.ts";
import { controlsOf } from "../aws/controls.ts";
import { ledgerClient } from "../aws/ledger-table.ts";
import { getText, s3Client } from "../aws/object-store.ts";
import { dayOf } from "../domain/calendar-day.ts";
import type { Policy } from "../domain/policy.ts";
import { parse } from "../runtime/parse.ts";
import type { Clock } from "../runtime/system-clock.ts";
import { approvePlan } from "./approve-plan.ts";
import type { ApproveEnvironment } from "./env.ts";

/** The AWS clients of the approve function. */
export type ApproveClients = ReturnType<typeof approveClients>;

/** Creates the clients of the approve function. */
export function approveClients() {
  return { ledger: ledgerClient(), s3: s3Client() };
}

/** The parts of the approve function. */
export interface ApproveParts {
  readonly environment: ApproveEnvironment;
  readonly policy: Policy;
  readonly clients: ApproveClients;
  readonly clock: Pick<Clock, "now">;
}

/** The approve function as a function of its event; see `approvePlan`. */
export function approverOf({ environment, policy, clients, clock }: ApproveParts) {
  const controls = controlsOf(clients.ledger, environment.LEDGER_TABLE_NAME);
  return async (event: unknown): Promise<ApprovalOutcome> =>
    approvePlan({
      event: parse(approveEventSchema, event, "approve event"),
      policy,
      bucket: environment.BUCKET_NAME,
      organizationId: environment.ORGANIZATION_ID,
      utcDay: () => dayOf(clock.now()),
      getText: (location) => getText(clients.s3, location),
      controls,
    });
}
