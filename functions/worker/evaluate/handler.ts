import { setTimeout as pause } from "node:timers/promises";
import type { Context } from "aws-lambda";
import type { EnforceAccountEvent } from "../../statemachine/contract.ts";
import { type RestoredKey, workerEventSchema } from "../../statemachine/restore-key.ts";
import { ledgerClient, ledgerOf } from "../aws/ledger.ts";
import { mailClient } from "../aws/mailer.ts";
import { memberAccount } from "../aws/member-account.ts";
import { assumeMemberRole, stsClient } from "../aws/member-role.ts";
import { putText, s3Client } from "../aws/object-store.ts";
import { dayOf } from "../domain/calendar-day.ts";
import { accountResultKey } from "../domain/run-files.ts";
import { loadTemplates } from "../notices/load-templates.ts";
import { postWith } from "../notices/post.ts";
import { readEnvironment } from "../runtime/env.ts";
import { parse } from "../runtime/parse.ts";
import { readPolicyFile } from "../runtime/policy-file.ts";
import { type AccountTask, enforceAccount } from "./enforce-account.ts";
import { workerEnvironment } from "./env.ts";
import { inventoryStore } from "./inventory-store.ts";
import { restoreKey } from "./restore-key.ts";

const environment = readEnvironment(workerEnvironment);
const policy = readPolicyFile(import.meta.url);
const templates = loadTemplates(new URL("./templates/", import.meta.url));
const clients = {
  sts: stsClient(),
  ledger: ledgerClient(),
  s3: s3Client(),
  mail: mailClient(environment.MAIL_REGION),
};

const memberRole = { partition: environment.PARTITION, roleName: environment.MEMBER_ROLE_NAME };
const clock = { now: () => new Date(), pause: (milliseconds: number) => pause(milliseconds) };

/** So long before Lambda ends the worker it reads no further user, to have time to act, tell and record. */
const reservedMilliseconds = 120_000;

/**
 * Two states invoke it: `EnforceAccount`, the one inside the Map, once for each account of the work list; and
 * `RestoreKey`, instead of the Map, where an operator has a key switched on again.
 */
export async function handler(input: unknown, context: Context): Promise<{ outcome: string } | RestoredKey> {
  const { restore, ...event } = parse(workerEventSchema, input, "worker event");
  const task = taskOf(event, context);
  if (restore !== undefined) return restoreKey({ ...task, event: { ...event, restore } });
  const { outcome } = await enforceAccount(task);
  return { outcome };
}

function taskOf(event: EnforceAccountEvent, context: Context): AccountTask {
  const { run, account } = event;
  return {
    event,
    policy,
    assumeRole: async (purpose) =>
      memberAccount(await assumeMemberRole({ ...clients, ...memberRole }, account, purpose, run.id), clock),
    ledger: ledgerOf(clients.ledger, environment.LEDGER_TABLE_NAME, account.id, {
      run: run.id,
      day: run.day,
      invocation: context.awsRequestId,
      now: clock.now,
    }),
    inventory: inventoryStore(clients.s3, environment.BUCKET_NAME, account.id),
    postFor: (rules) => postWith({ client: clients.mail, templates, from: environment.SENDER, run, rules }),
    saveResult: (result) =>
      putText(
        clients.s3,
        { bucket: environment.BUCKET_NAME, key: accountResultKey(run.day, run.id, account.id) },
        JSON.stringify(result),
        "application/json",
      ),
    hasTime: () => context.getRemainingTimeInMillis() > reservedMilliseconds,
    today: () => dayOf(clock.now()),
  };
}
