import type { AccountResult } from "../../statemachine/account-result.ts";
import type { EnforceAccountEvent } from "../../statemachine/contract.ts";
import { asInterrupted, isAccessDenied, isTransient } from "../aws/aws-errors.ts";
import type { Ledger } from "../aws/ledger.ts";
import type { MemberAccount } from "../aws/member-account.ts";
import type { SessionPurpose } from "../aws/session-policy.ts";
import { rulesFor } from "../domain/account-scope.ts";
import { type Day, daysBetween } from "../domain/calendar-day.ts";
import type { AccountRules, Policy } from "../domain/policy.ts";
import { AccountUnreached, Interrupted, NoticesInFlight } from "../runtime/errors.ts";
import { describeError, log } from "../runtime/log.ts";
import { act, wouldAct } from "./act.ts";
import { doneEarlier, readDoneEarlier, withDoneEarlier } from "./done-earlier.ts";
import { type InventoryStore, judgeAccount } from "./judge-account.ts";
import type { Post } from "./send-notices.ts";
import { staleness } from "./stale-run.ts";

/** Everything a worker needs; each part is an argument, so that nothing asks the clock or the environment. */
export interface AccountTask {
  readonly event: EnforceAccountEvent;
  readonly policy: Policy;
  /** Assumes the member role, narrowed to what it is assumed for. */
  assumeRole(purpose: SessionPurpose): Promise<MemberAccount>;
  readonly ledger: Ledger;
  readonly inventory: InventoryStore;
  postFor(rules: AccountRules): Post;
  saveResult(result: AccountResult): Promise<void>;
  /** Whether there is still time before Lambda ends the worker. */
  hasTime(): boolean;
  /** The true day, to tell a run that goes on from one that somebody redrove days later. */
  today(): Day;
}

/**
 * Enforces the rules in one account and writes the account result, also when something went wrong.
 * @throws {Interrupted} something may go better in a minute; what was done so far stands in the ledger
 * @throws {NoticesInFlight} another worker holds claims that must be looked at again
 * @throws {AccountUnreached} the account, or some users in it, could not be reached
 */
export async function enforceAccount(task: AccountTask): Promise<AccountResult> {
  const { result, failure } = await attempt(task);
  // Before it is saved, so that a result which cannot be saved is at least in the log.
  log(failure === undefined ? "info" : "error", "account result", {
    run: result.run.id,
    account: result.account.id,
    outcome: result.outcome,
    reason: result.reason,
    users: result.users,
    activeKeys: result.activeKeys,
  });
  try {
    await task.saveResult(result);
  } catch (error) {
    throw asInterrupted(error, "saving the account result");
  }
  if (failure !== undefined) throw failure;
  return result;
}

interface Attempt {
  readonly result: AccountResult;
  readonly failure?: Error;
}

async function attempt(task: AccountTask): Promise<Attempt> {
  const { event, policy } = task;
  const rules = rulesFor(event.account, policy, event.run.mode);
  const empty = { ...event, mode: rules.mode, users: 0, keys: 0, activeKeys: 0, problems: [] };
  const unreached = async (step: string, error: unknown): Promise<Attempt> => {
    const known = `${step}: ${describeError(error)}`;
    const { results, unknown } = await readDoneEarlier(task.ledger, event.run);
    const reason = unknown === undefined ? known : `${known}; ${unknown}`;
    const failure = isTransient(error)
      ? new Interrupted(reason, { cause: error })
      : new AccountUnreached(reason, { cause: error });
    return { result: { ...empty, results, outcome: "unreached", reason }, failure };
  };

  const stale = staleness(event.run.day, task.today());
  if (rules.mode === "enforce" && stale !== undefined) return unreached("nothing is done any more", stale);
  let member: MemberAccount;
  try {
    member = await task.assumeRole(rules.mode);
  } catch (error) {
    const refused = await unreached("the member role could not be assumed", error);
    const reason = onboardingReason(error, event, policy);
    // A role that an earlier attempt of this run could assume is not one that has yet to come.
    if (reason === undefined || refused.result.results.length > 0) return refused;
    return { result: { ...empty, results: [], outcome: "notOnboarded", reason } };
  }
  try {
    return await enforceWith(member, rules, task);
  } catch (error) {
    return unreached("the account could not be read", error);
  }
}

async function enforceWith(member: MemberAccount, rules: AccountRules, task: AccountTask): Promise<Attempt> {
  const { run, account } = task.event;
  const histories = await task.ledger.histories();
  const { hasTime, ledger, inventory: store } = task;
  const judging = { accountId: account.id, member, histories, store, rules, run, hasTime };
  const { inventory, judged, problems: unjudged } = await judgeAccount(judging);
  const acted =
    rules.mode === "report"
      ? wouldAct(judged)
      : await act(judged, { account, member, ledger, post: task.postFor(rules), rules, today: run.day });
  const problems = [...unjudged, ...acted.problems];
  const judgedNow = acted.results.map((result, index) => {
    const key = judged[index];
    return key === undefined ? result : withDoneEarlier(result, key, run.id);
  });
  const judgedIds = new Set(judged.map(({ key }) => key.accessKeyId));
  const keys = inventory.users.flatMap((user) => user.keys);
  const result: AccountResult = {
    ...task.event,
    mode: rules.mode,
    outcome: problems.length === 0 ? "enforced" : "incomplete",
    ...(problems[0] === undefined ? {} : { reason: incompleteReason(problems.length, problems[0]) }),
    users: inventory.userCount,
    keys: keys.length,
    activeKeys: keys.filter((key) => key.status === "Active").length,
    ...(inventory.rootHasActiveKey === undefined ? {} : { rootHasActiveKey: inventory.rootHasActiveKey }),
    results: [
      ...judgedNow.filter(
        ({ decision, deactivation, notices }) =>
          decision.verdict !== "notActive" || deactivation !== undefined || notices.length > 0,
      ),
      ...doneEarlier(histories, run, judgedIds),
    ],
    problems: problems.map(({ userName, problem }) => ({ userName, problem })),
  };
  return { result, ...failureOf(result, problems) };
}

function failureOf(result: AccountResult, problems: readonly { transient: boolean }[]): { failure?: Error } {
  const reason = `${result.account.id}: ${result.reason ?? ""}`;
  if (problems.some(({ transient }) => transient)) return { failure: new Interrupted(reason) };
  if (result.results.some(({ notices }) => notices.some(({ outcome }) => outcome === "inFlight")))
    return { failure: new NoticesInFlight(`${result.account.id}: notices are claimed by another worker`) };
  return problems.length > 0 ? { failure: new AccountUnreached(reason) } : {};
}

function incompleteReason(
  count: number,
  { userName, problem }: { userName: string; problem: string },
): string {
  const first = userName === "" ? problem : `${userName}: ${problem}`;
  return count === 1 ? first : `${count} problems, the first: ${first}`;
}

/**
 * A role that is missing and one that does not trust us look alike to STS. In an account that joined only
 * days ago the role is not there yet, because the StackSet takes its time: that is no failure.
 */
function onboardingReason(
  error: unknown,
  { account, run }: EnforceAccountEvent,
  policy: Policy,
): string | undefined {
  if (!isAccessDenied(error) || account.joinedOn === undefined) return undefined;
  const age = daysBetween(account.joinedOn, run.day);
  if (age >= policy.onboardingDays) return undefined;
  const since = age === 0 ? "today" : age === 1 ? "yesterday" : `${age} days ago`;
  return `joined ${since} and has no member role yet`;
}
