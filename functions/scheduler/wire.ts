import { type AccountList, listAccountsEventSchema } from "../../statemachine/run.ts";
import { controlsOf } from "../aws/controls.ts";
import { ledgerClient } from "../aws/ledger-table.ts";
import { getText, putText, s3Client } from "../aws/object-store.ts";
import { organization, organizationsClient } from "../aws/organizations.ts";
import { checkSender, senderClient } from "../aws/sender.ts";
import { streamUp } from "../aws/stream-up.ts";
import type { Policy } from "../domain/policy.ts";
import { parse } from "../runtime/parse.ts";
import type { Clock } from "../runtime/system-clock.ts";
import type { SchedulerEnvironment } from "./env.ts";
import { listAccounts } from "./list-accounts.ts";

/** The AWS clients of the scheduler. */
export type SchedulerClients = ReturnType<typeof schedulerClients>;

/** Creates the clients of the scheduler. */
export function schedulerClients({ MAIL_REGION }: Pick<SchedulerEnvironment, "MAIL_REGION">) {
  return {
    organizations: organizationsClient(),
    ledger: ledgerClient(),
    s3: s3Client(),
    mail: senderClient(MAIL_REGION),
  };
}

/** The parts of the scheduler. */
export interface SchedulerParts {
  readonly environment: SchedulerEnvironment;
  readonly policy: Policy;
  readonly clients: SchedulerClients;
  readonly clock: Clock;
}

/** The scheduler as a function of its event; see `listAccounts`. */
export function schedulerOf({ environment, policy, clients, clock }: SchedulerParts) {
  const { s3 } = clients;
  const controls = controlsOf(clients.ledger, environment.LEDGER_TABLE_NAME);
  return async (event: unknown): Promise<AccountList> =>
    listAccounts({
      event: parse(listAccountsEventSchema, event, "run input"),
      policy,
      // A new one for every run, because it keeps the paths of the Organization's tree.
      organization: organization(clients.organizations),
      bucket: environment.BUCKET_NAME,
      maxConcurrency: environment.MAX_CONCURRENCY,
      clock,
      checkSender: (mode) =>
        checkSender(clients.mail, {
          sender: environment.SENDER,
          configurationSet: environment.CONFIGURATION_SET,
          mode,
        }),
      pause: () => controls.pause(),
      getText: (location) => getText(s3, location),
      streamUp: (location, pieces, contentType) => streamUp(s3, location, pieces, contentType),
      putText: (location, text, contentType) => putText(s3, location, text, contentType),
    });
}
