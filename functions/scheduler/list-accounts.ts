import {
  type AccountList,
  accountListSchema,
  type ListAccountsEvent,
  type ObjectLocation,
  type Run,
  type SkippedAccount,
} from "../../statemachine/run.ts";
import { asInterrupted } from "../aws/aws-errors.ts";
import type { Organization } from "../aws/organizations.ts";
import type { SenderAnswer } from "../aws/sender.ts";
import type { Account } from "../domain/account.ts";
import type { Day } from "../domain/calendar-day.ts";
import type { Mode, Policy } from "../domain/policy.ts";
import { ouNamesKey, skippedKey, workListKey } from "../domain/run-files.ts";
import { looksDaily, runModeFor } from "../domain/run-mode.ts";
import { SenderUnusable } from "../runtime/errors.ts";
import { log } from "../runtime/log.ts";
import { parse } from "../runtime/parse.ts";
import type { Clock } from "../runtime/system-clock.ts";
import { ouNames } from "./ou-names.ts";
import { runOf } from "./run-of.ts";
import { scopedAccounts } from "./scoped-accounts.ts";
import { workListText } from "./work-list.ts";

/** What the scheduler needs. */
export interface ListAccountsTask {
  readonly event: ListAccountsEvent;
  readonly policy: Policy;
  readonly organization: Organization;
  readonly bucket: string;
  readonly maxConcurrency: number;
  readonly clock: Clock;
  /** Whether SES would accept mail from the sender now, and at which rate. */
  checkSender(mode: Mode): Promise<SenderAnswer>;
  /** The pause, even if it has ended. */
  pause(): Promise<{ readonly until: Day } | undefined>;
  getText(location: ObjectLocation): Promise<string | undefined>;
  /** Writes an object from pieces of text while they arrive. */
  streamUp(location: ObjectLocation, pieces: AsyncIterable<string>, contentType: string): Promise<void>;
  putText(location: ObjectLocation, text: string, contentType: string): Promise<void>;
}

/**
 * Lists the accounts of the Organization, or checks those that the input names, and writes the work list.
 * @throws {InvalidInput} an account of the input is not a member, or the run would skip it; nothing was written
 * @throws {SenderUnusable} SES would not accept the mails of the run, so it does nothing
 * @throws {Interrupted} an AWS service did not answer; the state machine retries
 */
export async function listAccounts(task: ListAccountsTask): Promise<AccountList> {
  const { event, bucket } = task;
  const { input } = event;
  const mode = modeOf(task);
  const mailRate = await mailRateOf(task, mode);
  const run = await retryable("preparing the run", () => runOf(task, { mode, mailRate }));
  const workList = { bucket, key: workListKey(run.day, run.id) };
  const skipped = { bucket, key: skippedKey(run.day, run.id) };
  const skippedAccounts: SkippedAccount[] = [];
  const ous = new Set<string>();
  let listed = 0;

  async function* toEvaluate(): AsyncGenerator<Account> {
    for await (const { account, skip } of scopedAccounts(input.accountIds, task)) {
      for (const ou of account.path) ous.add(ou);
      if (skip === undefined) {
        listed += 1;
        yield account;
      } else {
        const { id, name, path } = account;
        skippedAccounts.push({ id, name, path: [...path], reason: skip });
      }
    }
  }

  await retryable("listing the accounts", async () => {
    await task.streamUp(workList, workListText(toEvaluate()), "application/json");
    const lines = skippedAccounts.map((account) => `${JSON.stringify(account)}\n`).join("");
    await task.putText(skipped, lines, "application/jsonl");
  });
  if (run.scope === "organization" && ous.size > 0) await writeOuNames(ous, run, task);
  const list: AccountList = {
    run,
    workList,
    skipped,
    accounts: { listed, skipped: skippedAccounts.length },
    // An ad hoc run mails no digest unless its input asks for it.
    mailsDigest: input.digest ?? looksDaily(input),
    maxConcurrency: task.maxConcurrency,
  };
  return parse(accountListSchema, list, "account list");
}

/** Only the report's readers need the names: a run without them is complete. */
async function writeOuNames(ous: ReadonlySet<string>, run: Run, task: ListAccountsTask): Promise<void> {
  const key = ouNamesKey(run.day, run.id);
  const text = JSON.stringify(await ouNames(ous, task));
  try {
    await task.putText({ bucket: task.bucket, key }, text, "application/json");
  } catch (error) {
    log("warn", "names of OUs were not written", { key }, error);
  }
}

function modeOf({ event: { input }, policy }: ListAccountsTask): Mode {
  return runModeFor(policy, input.mode === "report" || input.asOf !== undefined);
}

/** Before anything is written: a run that cannot notify owners must not deactivate keys. */
async function mailRateOf({ checkSender }: ListAccountsTask, mode: Mode): Promise<number> {
  const answer = await retryable("checking the sender in SES", () => checkSender(mode));
  if ("problem" in answer) throw new SenderUnusable(answer.problem);
  return answer.rate;
}

async function retryable<Result>(what: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw asInterrupted(error, what);
  }
}
