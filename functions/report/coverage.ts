import type { AccountWithReason } from "../../statemachine/run-report.ts";
import type { ReportEvent, RunSummary, Totals } from "../../statemachine/run-summary.ts";
import { counted, figure } from "../notices/figures.ts";
import { accountReasonText } from "./account-reason-text.ts";
import type { ReadPlan } from "./read-plan.ts";

/** Whether every account and every planned key has a result, and why not. */
export type Coverage = Pick<RunSummary, "coverage" | "deactivations" | "cause"> & {
  /** The cause without the names of accounts: for the digest and the page, which list them. */
  readonly headline: string;
};

/** A Fail state's cause may hold 32 KiB; people read one screen. */
const longestCause = 1_000;

/**
 * Compares the listed accounts and planned keys with the results. Accounts that are not onboarded yet count as covered:
 * there is no role to assume for a few days after an account was created. Partly evaluated ones do not. The lists in S3
 * must have as many accounts as the scheduler wrote: an account that is missing there would be missing everywhere.
 * @param notCovered accounts that are unreachable or partly evaluated
 * @throws if the totals do not add up, which would be a bug in the report
 */
export function coverageOf(
  event: ReportEvent,
  totals: Totals,
  notCovered: readonly AccountWithReason[],
  plan: ReadPlan,
): Coverage {
  const { listed, evaluated, notOnboarded, skipped } = totals.accounts;
  if (listed !== evaluated + notOnboarded + notCovered.length)
    throw new Error(
      `${listed} accounts listed, but ${evaluated} evaluated, ${notOnboarded} not onboarded, ${notCovered.length} not covered`,
    );
  const written = event.accounts.listed + event.accounts.skipped;
  const read = listed + skipped;
  const accountProblems = [
    ...failureOf("the Map EvaluateAccounts", event.evaluateFailure),
    // Otherwise a run with a mistyped OU in the settings would evaluate nothing and succeed every day.
    ...(listed === 0 ? ["no account is in scope: check include and exclude in settings.yaml"] : []),
    ...(read === written
      ? []
      : [`the scheduler listed ${counted(written, "account")}, but its lists in S3 have ${figure(read)}`]),
    ...(notCovered.length === 0 ? [] : [`${ofAccounts(notCovered.length, listed)} not fully evaluated`]),
  ];
  const keyProblems = deactivationProblems(event, plan);
  const problems = [...accountProblems, ...keyProblems];
  const waiting = notOnboarded === 0 ? "" : `, ${notOnboarded} not onboarded yet`;
  const headline =
    problems.length === 0 ? `${ofAccounts(evaluated, listed)} evaluated${waiting}` : problems.join("; ");
  const named = notCovered
    .slice(0, 10)
    .map((account) => `${account.id} (${account.name}): ${accountReasonText(account)}`);
  return {
    coverage: accountProblems.length === 0 ? "complete" : "incomplete",
    deactivations: keyProblems.length === 0 ? "accountedFor" : "incomplete",
    cause: shortened([headline, ...(problems.length === 0 ? [] : named)].join("; ")),
    headline: shortened(headline),
  };
}

/** Why the deactivation step counts as failed. */
function deactivationProblems({ deactivateFailure }: ReportEvent, plan: ReadPlan): string[] {
  const planned = [...plan.keys.values()].filter(({ fate }) => fate === "deactivate");
  const lost = planned.filter(({ result }) => result === undefined).length;
  const failed = planned.filter(({ result }) => result?.why?.code === "failed");
  const [first] = failed;
  // A key that is gone, paused or no longer due was not attempted, so it does not show that deactivations work.
  const isAnyDeactivated = planned.some(({ result }) => result?.outcome === "deactivated");
  const allFailed = failed.length > 0 && !isAnyDeactivated;
  const error = first?.result?.why?.code === "failed" ? first.result.why.error : "";
  return [
    ...(plan.problem === undefined ? [] : [plan.problem]),
    ...failureOf("the Map DeactivateKeys", deactivateFailure),
    ...(lost === 0 ? [] : [`${lost} of ${planned.length} planned keys have no result`]),
    ...(allFailed ? [`every attempted deactivation failed (${failed.length}), first: ${error}`] : []),
  ];
}

function failureOf(what: string, failure: ReportEvent["evaluateFailure"]): string[] {
  return failure === undefined ? [] : [`${what} failed: ${failure.Error ?? "unknown error"}`];
}

function ofAccounts(count: number, listed: number): string {
  return `${figure(count)} of ${counted(listed, "account")}`;
}

function shortened(text: string): string {
  return text.length <= longestCause ? text : `${text.slice(0, longestCause - 1)}…`;
}
