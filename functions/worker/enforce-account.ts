import type { AccountResult } from "../../statemachine/account-result.ts";
import type { EnforceAccountEvent } from "../../statemachine/contract.ts";
import { asInterrupted, isAccessDenied, isTransient } from "../aws/aws-errors.ts";
import type { MemberAccount } from "../aws/member-account.ts";
import type { SessionPurpose } from "../aws/session-policy.ts";
import { rulesFor } from "../domain/account-scope.ts";
import { type Day, daysBetween } from "../domain/calendar-day.ts";
import type { Policy } from "../domain/policy.ts";
import { AccountUnreached, Interrupted } from "../runtime/errors.ts";
import { describeError, log } from "../runtime/log.ts";
import { readDoneEarlier } from "./done-earlier.ts";
import { type Attempt, enforceMember, type MemberTask } from "./enforce-member.ts";
import { staleness } from "./stale-run.ts";

/** Everything a worker needs; each part is an argument, so that nothing asks the clock or the environment. */
export interface AccountTask extends MemberTask {
  readonly policy: Policy;
  /** Assumes the member role, narrowed to what it is assumed for. */
  assumeRole(purpose: SessionPurpose): Promise<MemberAccount>;
  saveResult(result: AccountResult): Promise<void>;
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
    return await enforceMember(member, rules, task);
  } catch (error) {
    return unreached("the account could not be read", error);
  }
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
