import type { AccountResult } from "../../../statemachine/account-result.ts";
import { asInterrupted, isTransient } from "../../aws/aws-errors.ts";
import type { ReadAccount } from "../../aws/member-account.ts";
import { rulesFor } from "../../domain/account-scope.ts";
import type { AccountRules, Policy } from "../../domain/policy.ts";
import type { Marker } from "../../domain/run-files.ts";
import { AccountUnreachable, Interrupted, StaleRun } from "../../runtime/errors.ts";
import { describeError, log } from "../../runtime/log.ts";
import { whyStale } from "../../runtime/stale-run.ts";
import { type Attempt, evaluateMember, type MemberTask, startLoading } from "./evaluate-member.ts";
import { readEarlierResults } from "./key-results.ts";
import { type NotEvaluated, roleNotAssumed } from "./outcome.ts";

/** Everything that evaluating an account needs. Each part is an argument, so that tests can replace it. */
export interface AccountTask extends MemberTask {
  readonly policy: Policy;
  /** Assumes the role curfew-read. */
  assumeRole(): Promise<ReadAccount>;
  saveMarker(marker: Marker): Promise<void>;
  saveResult(result: AccountResult): Promise<void>;
}

/**
 * Evaluates one account, notifies the owners of its keys, and writes markers and account result, also if something
 * failed. It changes no key.
 * @throws {Interrupted} a retry may succeed; what was done so far is in the ledger
 * @throws {NoticesInFlight} another worker has claims; a retry must check them again
 * @throws {AccountUnreachable} the account, or some of its users or keys, could not be evaluated
 * @throws {StaleRun} the run's day is neither today nor yesterday, and the account is not in report mode
 */
export async function evaluateAccount(task: AccountTask): Promise<AccountResult> {
  const { result, failure } = await attempt(task);
  // Logged before it is saved, so that a result that cannot be saved is in the log at least.
  log(failure === undefined ? "info" : "error", "account result", {
    run: result.run.id,
    account: result.account.id,
    outcome: result.outcome,
    reason: result.reason === undefined ? undefined : JSON.stringify(result.reason),
    users: result.users,
    activeKeys: result.activeKeys,
  });
  // An account without a result counts as unreachable. A retry could not remove a marker.
  const isTemporary = result.outcome === "unreachable" && failure instanceof Interrupted;
  try {
    if (!isTemporary) await save(result, task);
  } catch (error) {
    throw asInterrupted(error, "saving the account result");
  }
  if (failure !== undefined) throw failure;
  return result;
}

/** Markers first: the plan reads the results of marked accounts only. */
async function save(result: AccountResult, task: AccountTask): Promise<void> {
  const { mode, outcome, results } = result;
  const isDue = results.some(({ decision }) => decision.state === "deactivate");
  if (mode === "enforce" && isDue) await task.saveMarker("due");
  if (outcome === "unreachable") await task.saveMarker("unreachable");
  await task.saveResult(result);
}

async function attempt(task: AccountTask): Promise<Attempt> {
  const { event, policy } = task;
  const rules = rulesFor(event.account, policy, event.run.mode);
  const utcDay = task.utcDay();
  const stale = whyStale(event.run.day, utcDay);
  if (rules.mode === "enforce" && stale !== undefined) {
    const reason = { code: "staleRun", day: event.run.day, utcDay } as const;
    return notEvaluated(stale, () => ({ outcome: "unreachable", reason }), rules, task);
  }
  const loading = startLoading(task);
  let member: ReadAccount;
  try {
    member = await task.assumeRole();
  } catch (error) {
    const facts = { account: event.account, utcDay, onboardingDays: policy.onboardingDays };
    const why = (wasReached: boolean) =>
      isTransient(error) ? failed("assumeRole", error) : roleNotAssumed(error, { ...facts, wasReached });
    return notEvaluated(error, why, rules, task);
  }
  try {
    return await evaluateMember(member, rules, loading, task);
  } catch (error) {
    return notEvaluated(error, () => failed("readAccount", error), rules, task);
  }
}

function failed(step: string, error: unknown): NotEvaluated {
  return { outcome: "unreachable", reason: { code: "failed", step, error: describeError(error) } };
}

/** The result of an account that could not be read, with what earlier attempts of the run did in it. */
async function notEvaluated(
  error: unknown,
  why: (wasReached: boolean) => NotEvaluated,
  rules: AccountRules,
  { event, ledger }: AccountTask,
): Promise<Attempt> {
  const { results, unknown } = await readEarlierResults(ledger, event.run);
  const { outcome, reason } = why(results.length > 0);
  const result: AccountResult = {
    ...event,
    mode: rules.mode,
    outcome,
    reason,
    users: 0,
    keys: 0,
    activeKeys: 0,
    untagged: { email: 0, userType: 0 },
    results,
    problems: unknown === undefined ? [] : [{ userName: "", problem: unknown }],
  };
  return outcome === "unreachable" ? { result, failure: failureOf(reason, error) } : { result };
}

function failureOf(reason: NotEvaluated["reason"], error: unknown): Error {
  if (error instanceof StaleRun) return error;
  const message = `${reason.code}: ${describeError(error)}`;
  return isTransient(error)
    ? new Interrupted(message, { cause: error })
    : new AccountUnreachable(message, { cause: error });
}
