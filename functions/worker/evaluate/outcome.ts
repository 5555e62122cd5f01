import type { AccountResult, OutcomeReason } from "../../../statemachine/account-result.ts";
import { isAccessDenied, isRegionDisabled } from "../../aws/aws-errors.ts";
import type { Account } from "../../domain/account.ts";
import { type Day, daysBetween } from "../../domain/calendar-day.ts";
import { AccountUnreachable, Interrupted, NoticesInFlight } from "../../runtime/errors.ts";
import { describeError } from "../../runtime/log.ts";
import type { Problem } from "../problem.ts";

/** An outcome of an account that was not evaluated, and whether it counts as a failure. */
export interface NotEvaluated {
  readonly outcome: Exclude<AccountResult["outcome"], "evaluated" | "partlyEvaluated">;
  readonly reason: OutcomeReason;
}

/** What distinguishes a missing role in a new account from a broken one. */
export interface RoleFacts {
  readonly account: Account;
  /** The true UTC day, whatever day the run evaluates. */
  readonly utcDay: Day;
  readonly onboardingDays: number;
  /** Whether an earlier attempt of the run did something in the account, so that the role existed then. */
  readonly wasReached: boolean;
}

/**
 * The outcome of an account whose role could not be assumed, if a retry would not help. STS answers the same for a role
 * that is missing and for one that does not trust Curfew. In an account that joined days ago the StackSet may not have
 * created the role yet. In an account that is being closed, roles may no longer be assumable.
 */
export function roleNotAssumed(error: unknown, facts: RoleFacts): NotEvaluated {
  const { account, utcDay, onboardingDays, wasReached } = facts;
  if (account.state === "PENDING_CLOSURE" && !wasReached)
    return { outcome: "skipped", reason: { code: "pendingClosure" } };
  const text = describeError(error);
  if (isRegionDisabled(error))
    return { outcome: "unreachable", reason: { code: "regionDisabled", error: text } };
  if (!isAccessDenied(error))
    return { outcome: "unreachable", reason: { code: "failed", step: "assumeRole", error: text } };
  const days =
    account.joinedOn === undefined ? undefined : Math.max(0, daysBetween(account.joinedOn, utcDay));
  if (days !== undefined && days < onboardingDays && !wasReached)
    return { outcome: "notOnboarded", reason: { code: "joinedRecently", days } };
  return { outcome: "unreachable", reason: { code: "roleRefused", error: text } };
}

/** Outcome and reason of an account that was read. */
export function outcomeOf(problems: readonly Problem[]): Pick<AccountResult, "outcome" | "reason"> {
  const [first] = problems;
  if (first === undefined) return { outcome: "evaluated" };
  const text = first.userName === "" ? first.problem : `${first.userName}: ${first.problem}`;
  return {
    outcome: "partlyEvaluated",
    reason: { code: "problems", count: problems.length, first: text },
  };
}

/** What the function throws after it saved the result of an account that was read; `undefined` if all went well. */
export function failureOf(result: AccountResult, problems: readonly Problem[]): Error | undefined {
  const { id } = result.account;
  const first = result.reason?.code === "problems" ? result.reason.first : "";
  if (problems.some(({ transient }) => transient)) return new Interrupted(`${id}: ${first}`);
  const isInFlight = result.results.some(({ notices }) =>
    notices.some(({ outcome }) => outcome === "inFlight"),
  );
  if (isInFlight) return new NoticesInFlight(`${id}: notices are claimed by another worker`);
  return problems.length > 0 ? new AccountUnreachable(`${id}: ${first}`) : undefined;
}
