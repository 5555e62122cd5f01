import pMap from "p-map";
import {
  type AccountList,
  accountListSchema,
  type LeftOutAccount,
  type ListAccountsEvent,
  type ObjectLocation,
  type Run,
} from "../../statemachine/contract.ts";
import { asInterrupted } from "../aws/aws-errors.ts";
import type { ListedAccount, Organization } from "../aws/organizations.ts";
import type { Account } from "../domain/account.ts";
import { leftOutReason } from "../domain/account-scope.ts";
import { dayOf } from "../domain/calendar-day.ts";
import type { Policy } from "../domain/policy.ts";
import { leftOutKey, workListKey } from "../domain/run-files.ts";
import { namesUnits, runModeFor } from "../domain/run-mode.ts";
import { SenderUnusable } from "../runtime/errors.ts";
import { InvalidInput, parse } from "../runtime/parse.ts";
import { workListText } from "./work-list.ts";

/** What the scheduler needs. */
export interface ListAccountsTask {
  readonly event: ListAccountsEvent;
  readonly policy: Policy;
  readonly organization: Organization;
  readonly bucket: string;
  readonly maxConcurrency: number;
  /** Why the mail service would take no mail from the sender now; `undefined` where it would. */
  senderProblem(): Promise<string | undefined>;
  /** Writes an object from pieces of text while they come. */
  streamUp(location: ObjectLocation, pieces: AsyncIterable<string>, contentType: string): Promise<void>;
  putText(location: ObjectLocation, text: string, contentType: string): Promise<void>;
}

/**
 * Lists the accounts of the Organization, or checks those asked for, and writes the work list.
 * @throws {InvalidInput} an account asked for is no member, or will not be enforced; nothing was written
 * @throws {SenderUnusable} nobody could be told of what the run does, so it does nothing
 * @throws {Interrupted} Organizations, SES or S3 did not answer; the state machine tries again
 */
export async function listAccounts(task: ListAccountsTask): Promise<AccountList> {
  const { event, policy, bucket } = task;
  const run = runOf(event, policy);
  const workList = { bucket, key: workListKey(run.day, run.id) };
  const leftOut = { bucket, key: leftOutKey(run.day, run.id) };
  await checkSender(task);
  const { accountIds } = event.input;
  const listed = accountIds === undefined ? everyAccount(task) : askedFor(accountIds, task);
  const counts = { listed: 0, leftOut: 0 };
  const out: LeftOutAccount[] = [];

  async function* toEnforce(): AsyncGenerator<Account> {
    for await (const { account, reason } of listed) {
      if (reason === undefined) {
        counts.listed += 1;
        yield account;
      } else out.push({ id: account.id, name: account.name, path: [...account.path], reason });
    }
  }

  try {
    await task.streamUp(workList, workListText(toEnforce()), "application/json");
    counts.leftOut = out.length;
    const lines = out.map((account) => `${JSON.stringify(account)}\n`).join("");
    await task.putText(leftOut, lines, "application/jsonl");
  } catch (error) {
    throw asInterrupted(error, "listing the accounts");
  }
  const list = {
    run,
    workList,
    leftOut,
    accounts: counts,
    ...(accountIds === undefined ? {} : { onlyAskedFor: true }),
    maxConcurrency: task.maxConcurrency,
  };
  return parse(accountListSchema, list, "account list");
}

/** Before anything is written: a run that can mail nobody must not get as far as switching keys off. */
export async function checkSender({ senderProblem }: Pick<ListAccountsTask, "senderProblem">): Promise<void> {
  let problem: string | undefined;
  try {
    problem = await senderProblem();
  } catch (error) {
    throw asInterrupted(error, "asking about the sender");
  }
  if (problem !== undefined) throw new SenderUnusable(problem);
}

/** The run: its clock is the execution's start, or the day it is asked to judge as on. */
export function runOf({ execution, input }: ListAccountsEvent, policy: Policy): Run {
  return {
    id: execution.name,
    startedAt: execution.startTime,
    day: input.asOf ?? dayOf(new Date(execution.startTime)),
    mode: runModeFor(policy, input.mode === "report" || input.asOf !== undefined),
  };
}

interface Scoped {
  readonly account: Account;
  readonly reason: string | undefined;
}

async function* everyAccount({ organization, policy }: ListAccountsTask): AsyncGenerator<Scoped> {
  // Pages may overlap while accounts come and go; an account enforced twice would be counted twice.
  const seen = new Set<string>();
  for await (const { account, state } of organization.accounts(namesUnits(policy))) {
    if (seen.has(account.id)) continue;
    seen.add(account.id);
    yield { account, reason: leftOutReason(account, state, policy) };
  }
}

/** Checks all accounts asked for before the first is written, and names every one that cannot be meant. */
async function* askedFor(
  ids: readonly string[],
  { organization, policy }: ListAccountsTask,
): AsyncGenerator<Scoped> {
  const found = await pMap(
    new Set(ids),
    async (id) => ({ id, listed: await organization.account(id, namesUnits(policy)) }),
    {
      concurrency: 5,
    },
  );
  const issues = found.flatMap(({ id, listed }) => {
    const reason = refusal(listed, policy);
    return reason === undefined ? [] : [`accountIds: ${id} ${reason}`];
  });
  if (issues.length > 0) throw new InvalidInput("run input", issues);
  for (const { listed } of found)
    if (listed !== undefined) yield { account: listed.account, reason: undefined };
}

function refusal(listed: ListedAccount | undefined, policy: Policy): string | undefined {
  if (listed === undefined) return "is not a member of the Organization";
  const reason = leftOutReason(listed.account, listed.state, policy);
  return reason === undefined ? undefined : `cannot be enforced: ${reason}`;
}
