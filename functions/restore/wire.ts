import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";
import type * as z from "zod/mini";
import {
  type KeysFound,
  type RestoreKeysEvent,
  type RestoreSummary,
  restoreEventSchema,
} from "../../statemachine/restore.ts";
import { controlsOf } from "../aws/controls.ts";
import { findAccounts } from "../aws/find-accounts.ts";
import { ledgerClient, ledgerOf } from "../aws/ledger-table.ts";
import { listKeys } from "../aws/list-objects.ts";
import { mailPaceOf } from "../aws/mail-pace.ts";
import { mailClient } from "../aws/mailer.ts";
import { type DeactivateAccount, deactivatingAccount } from "../aws/member-account.ts";
import { assumeMemberRole, stsClient } from "../aws/member-role.ts";
import { getText, putText, s3Client } from "../aws/object-store.ts";
import { organization, organizationsClient } from "../aws/organizations.ts";
import { checkSender, senderClient } from "../aws/sender.ts";
import { rulesFor } from "../domain/account-scope.ts";
import { dayOf } from "../domain/calendar-day.ts";
import type { Policy } from "../domain/policy.ts";
import { namesOrganizationalUnits } from "../domain/run-mode.ts";
import { composeNotices, type DueNotice } from "../notices/compose-notices.ts";
import type { Templates } from "../notices/load-templates.ts";
import { postWith } from "../notices/post.ts";
import { sendNotices } from "../notices/send-notices.ts";
import { parse } from "../runtime/parse.ts";
import type { Clock } from "../runtime/system-clock.ts";
import type { restoreEnvironment } from "./env.ts";
import { findKeys } from "./find-keys.ts";
import { restoreKeys } from "./restore-keys.ts";
import { sumUp } from "./sum-up.ts";

type RestoreEnvironment = z.infer<typeof restoreEnvironment>;

/** The AWS clients of the restore function. Clients of member accounts are created for each account. */
export type RestoreClients = ReturnType<typeof restoreClients>;

/** Creates the clients of the restore function. */
export function restoreClients({
  MAIL_REGION,
  STS_REGION,
}: Pick<RestoreEnvironment, "MAIL_REGION" | "STS_REGION">) {
  return {
    organizations: organizationsClient(),
    ledger: ledgerClient(),
    s3: s3Client(),
    sts: stsClient(STS_REGION),
    mail: mailClient(MAIL_REGION),
    sender: senderClient(MAIL_REGION),
  };
}

/** The parts of the restore function. */
export interface RestoreParts {
  readonly environment: RestoreEnvironment;
  readonly policy: Policy;
  readonly templates: Templates;
  readonly clients: RestoreClients;
  readonly clock: Clock;
  /** From 0 to below 1, for jitter. */
  random(): number;
}

/** The part of Lambda's context that is used. */
export type RestoreInvocation = Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">;

/** This long before the Lambda timeout the function sends no further mail, so that it can still record and save. */
const reservedMilliseconds = 30_000;

/** The restore function as a function of its event: each of the three steps; see `findKeys`, `restoreKeys`, `sumUp`. */
export function restorerOf(parts: RestoreParts) {
  return async (
    input: unknown,
    invocation: RestoreInvocation,
  ): Promise<KeysFound | { keys: number } | RestoreSummary> => {
    const event = parse(restoreEventSchema, input, "restore event");
    const files = filesOf(parts);
    switch (event.step) {
      case "findKeys":
        return findKeys({ event, ...files, ...findingOf(parts) });
      case "restoreKeys":
        return restoreKeys({ event, ...files, ...restoringOf(event, parts, invocation) });
      case "sumUp":
        return sumUp({ event, ...files });
    }
  };
}

function filesOf({ environment, clients: { s3 } }: RestoreParts) {
  const bucket = environment.BUCKET_NAME;
  type Put = Parameters<typeof putText>;
  return {
    bucket,
    listKeys: (prefix: string) => listKeys(s3, bucket, prefix),
    getText: (location: Put[1]) => getText(s3, location),
    putText: (location: Put[1], text: string, contentType: string) =>
      putText(s3, location, text, contentType),
  };
}

function findingOf({ environment, policy, clients, clock }: RestoreParts) {
  const { SENDER, CONFIGURATION_SET } = environment;
  return {
    findAccounts: (ids: ReadonlySet<string>) =>
      findAccounts(ids, {
        organization: organization(clients.organizations),
        needsPaths: namesOrganizationalUnits(policy),
        clock,
      }),
    checkSender: () =>
      checkSender(clients.sender, { sender: SENDER, configurationSet: CONFIGURATION_SET, mode: "enforce" }),
  };
}

function restoringOf(
  { account, request }: RestoreKeysEvent,
  parts: RestoreParts,
  invocation: RestoreInvocation,
) {
  const { environment, policy, templates, clients, clock, random } = parts;
  const { LEDGER_TABLE_NAME, PARTITION, DEACTIVATE_ROLE_NAME, SENDER, CONFIGURATION_SET } = environment;
  const { now, pause } = clock;
  const run = request.execution;
  const ledger = ledgerOf(clients.ledger, LEDGER_TABLE_NAME, account.id, {
    run,
    invocation: invocation.awsRequestId,
    now,
  });
  const role = {
    sts: clients.sts,
    partition: PARTITION,
    roleName: DEACTIVATE_ROLE_NAME,
    purpose: "deactivate",
  } as const;
  const rules = rulesFor(account, policy, "enforce");
  const utcDay = () => dayOf(now());
  return {
    policy,
    ledger,
    utcDay,
    assumeRole: async () => deactivatingAccount(await assumeMemberRole(role, account.id, run)),
    pause: () => controlsOf(clients.ledger, LEDGER_TABLE_NAME).pause(),
    sendNotices: (member: DeactivateAccount, due: readonly DueNotice[]) =>
      sendNotices(composeNotices(due, { rules, today: utcDay() }), {
        account,
        ledger,
        post: postWith({
          client: clients.mail,
          templates,
          sender: { ...policy.mail, address: SENDER, configurationSet: CONFIGURATION_SET },
          run: { id: run, day: request.day },
          rules,
          style: policy.mail,
        }),
        pace: mailPaceOf({
          client: clients.ledger,
          tableName: LEDGER_TABLE_NAME,
          rate: request.mailRate,
          now,
          pause,
          remainingMilliseconds: () => invocation.getRemainingTimeInMillis() - reservedMilliseconds,
          random,
        }),
        lastUsed: ({ accessKeyId }) => member.lastUsed(accessKeyId),
        now,
        newClaimId: randomUUID,
      }),
  };
}
