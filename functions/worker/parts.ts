import type { Run } from "../../statemachine/run.ts";
import type { Ledger } from "../aws/ledger.ts";
import { ledgerClient, ledgerOf } from "../aws/ledger-table.ts";
import { mailPaceOf } from "../aws/mail-pace.ts";
import { mailClient } from "../aws/mailer.ts";
import { stsClient } from "../aws/member-role.ts";
import { s3Client } from "../aws/object-store.ts";
import type { Account } from "../domain/account.ts";
import { dayOf } from "../domain/calendar-day.ts";
import type { AccountRules, Policy } from "../domain/policy.ts";
import { composeNotices } from "../notices/compose-notices.ts";
import type { Templates } from "../notices/load-templates.ts";
import { postWith } from "../notices/post.ts";
import { sendNotices } from "../notices/send-notices.ts";
import type { Clock } from "../runtime/system-clock.ts";
import type { WorkerEnvironment } from "./env.ts";
import type { LastUses } from "./last-use.ts";
import type { SendNotices } from "./notice-port.ts";

/** The AWS clients of the worker's functions. */
export type WorkerClients = ReturnType<typeof workerClients>;

/** Creates the clients of the worker's functions. */
export function workerClients({ MAIL_REGION, STS_REGION }: WorkerEnvironment) {
  return {
    sts: stsClient(STS_REGION),
    ledger: ledgerClient(),
    s3: s3Client(),
    mail: mailClient(MAIL_REGION),
  };
}

/** The parts of the worker's functions. */
export interface WorkerParts<Environment extends WorkerEnvironment> {
  readonly environment: Environment;
  readonly policy: Policy;
  readonly templates: Templates;
  readonly clients: WorkerClients;
  readonly clock: Clock;
  /** From 0 to below 1, for jitter. */
  random(): number;
  /** A random ID for the mails of one attempt: letters, digits, `_` and `-`. */
  newClaimId(): string;
}

/** The Lambda invocation, as far as the worker uses its context. */
export interface Invocation {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Which account an invocation works on. */
export interface Work {
  readonly run: Run;
  readonly account: Account;
  readonly invocation: Invocation;
}

/** Before the Lambda timeout, this much time is left for mail in flight, the ledger and the result. */
const reservedForResult = 30_000;
/** With less time left, no further user or key is started: what was read must still be recorded and mailed. */
const reservedForActing = 120_000;

/** The parts of a task that both functions share. */
export function sharedTask(parts: WorkerParts<WorkerEnvironment>, { run, account, invocation }: Work) {
  const { environment, policy, clients, clock } = parts;
  const remaining = () => invocation.getRemainingTimeInMillis();
  const ledger = ledgerOf(clients.ledger, environment.LEDGER_TABLE_NAME, account.id, {
    run: run.id,
    invocation: invocation.awsRequestId,
    now: clock.now,
  });
  return {
    policy,
    ledger,
    senderFor: (rules: AccountRules, lookUp: LastUses["lookUp"]): SendNotices =>
      noticeSender(parts, { run, account, invocation }, { rules, lookUp, ledger }),
    now: () => clock.now(),
    utcDay: () => dayOf(clock.now()),
    hasTime: () => remaining() > reservedForActing,
  };
}

interface SenderTask {
  readonly rules: AccountRules;
  readonly lookUp: LastUses["lookUp"];
  readonly ledger: Ledger;
}

/** Composes and sends the notices of one account at the rate that all workers share. */
function noticeSender(
  { environment, policy, templates, clients, clock, random, newClaimId }: WorkerParts<WorkerEnvironment>,
  { run, account, invocation }: Work,
  { rules, lookUp, ledger }: SenderTask,
): SendNotices {
  const { displayName, replyTo } = policy.mail;
  const address = environment.SENDER;
  const sender = { address, displayName, replyTo, configurationSet: environment.CONFIGURATION_SET };
  const post = postWith({ client: clients.mail, templates, sender, run, rules, style: policy.mail });
  const pace = mailPaceOf({
    client: clients.ledger,
    tableName: environment.LEDGER_TABLE_NAME,
    rate: run.mailRate,
    now: () => clock.now(),
    pause: (milliseconds) => clock.pause(milliseconds),
    remainingMilliseconds: () => Math.max(0, invocation.getRemainingTimeInMillis() - reservedForResult),
    random,
  });
  const task = { account, ledger, post, pace, lastUsed: lookUp, now: clock.now, newClaimId };
  return async (due) => {
    const { results, stopped, errors } = await sendNotices(
      composeNotices(due, { rules, today: run.day }),
      task,
    );
    return { results, stopped, errors };
  };
}
