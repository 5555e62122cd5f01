import { type PlanOutput, planEventSchema } from "../../statemachine/plan.ts";
import { controlsOf } from "../aws/controls.ts";
import { ledgerClient } from "../aws/ledger-table.ts";
import { recordWaiting } from "../aws/ledger-waiting.ts";
import { listKeys } from "../aws/list-objects.ts";
import { getText, putText, s3Client } from "../aws/object-store.ts";
import { mailAccount, senderClient } from "../aws/sender.ts";
import { dayOf } from "../domain/calendar-day.ts";
import type { Policy } from "../domain/policy.ts";
import { parse } from "../runtime/parse.ts";
import type { Clock } from "../runtime/system-clock.ts";
import type { PlanEnvironment } from "./env.ts";
import { planRun } from "./plan-run.ts";

/** The AWS clients of the plan function. */
export type PlanClients = ReturnType<typeof planClients>;

/** Creates the clients of the plan function. */
export function planClients({ MAIL_REGION }: Pick<PlanEnvironment, "MAIL_REGION">) {
  return { ledger: ledgerClient(), s3: s3Client(), mail: senderClient(MAIL_REGION) };
}

/** The parts of the plan function. */
export interface PlanParts {
  readonly environment: PlanEnvironment;
  readonly policy: Policy;
  readonly clients: PlanClients;
  readonly clock: Pick<Clock, "now">;
}

/** The plan function as a function of its event; see `planRun`. */
export function plannerOf({ environment, policy, clients, clock }: PlanParts) {
  const { s3, ledger, mail } = clients;
  const bucket = environment.BUCKET_NAME;
  const controls = controlsOf(ledger, environment.LEDGER_TABLE_NAME);
  return async (event: unknown): Promise<PlanOutput> =>
    planRun({
      event: parse(planEventSchema, event, "PlanDeactivations event"),
      policy,
      bucket,
      organizationId: environment.ORGANIZATION_ID,
      utcDay: () => dayOf(clock.now()),
      listKeys: (prefix) => listKeys(s3, bucket, prefix),
      getText: (location) => getText(s3, location),
      putText: (location, text, contentType) => putText(s3, location, text, contentType),
      controls,
      mailAccount: () => mailAccount(mail),
      recordWaiting: (accountId, key) =>
        recordWaiting(
          { client: ledger, tableName: environment.LEDGER_TABLE_NAME, accountId, writer: clock },
          key,
        ),
    });
}
