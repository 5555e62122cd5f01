import type { ReportEvent, Totals } from "../../statemachine/contract.ts";
import type { AccountWithReason } from "../../statemachine/run-report.ts";

/** Whether every listed account was reached, and a sentence about it. */
export interface Coverage {
  readonly coverage: "complete" | "incomplete";
  /** Names the first accounts that were not reached: for the execution, which has no room for a list. */
  readonly cause: string;
  /** The cause without their names: for the digest, where they are listed below it. */
  readonly headline: string;
}

/** A Fail state's cause may hold 32 KiB; people read one screen. */
const longestCause = 1_000;

/**
 * Judges the coverage. Accounts that are not onboarded yet count as covered: there is no role to assume for
 * a few days after an account was made.
 */
export function judgeCoverage(
  totals: Totals,
  unreached: readonly AccountWithReason[],
  mapFailure: ReportEvent["mapFailure"],
): Coverage {
  const { listed, reached, notOnboarded } = totals.accounts;
  if (listed !== reached + notOnboarded + unreached.length)
    throw new Error(
      `${listed} accounts listed, but ${reached} reached, ${notOnboarded} not onboarded, ${unreached.length} unreached`,
    );
  const failure =
    mapFailure === undefined ? [] : [`the map run failed: ${mapFailure.Error ?? "unknown error"}`];
  if (listed === 0 && failure.length === 0) {
    // A mistyped unit in the settings would otherwise end in success every day, with nothing watched.
    const cause = "no account is in scope: look at include and exclude in the settings";
    return { coverage: "incomplete", cause, headline: cause };
  }
  if (unreached.length === 0 && failure.length === 0) {
    const waiting = notOnboarded === 0 ? "" : `, ${notOnboarded} not onboarded yet`;
    const cause = `${accountsOf(reached, listed)} reached${waiting}`;
    return { coverage: "complete", cause, headline: cause };
  }
  const headline = [...failure, `${accountsOf(unreached.length, listed)} not reached`].join("; ");
  const named = unreached.slice(0, 10).map(({ id, name, reason }) => `${id} (${name}): ${reason}`);
  return {
    coverage: "incomplete",
    cause: shortened([headline, ...named].join("; ")),
    headline: shortened(headline),
  };
}

function accountsOf(count: number, listed: number): string {
  return `${count} of ${listed} ${listed === 1 ? "account" : "accounts"} ${count === 1 ? "was" : "were"}`;
}

function shortened(text: string): string {
  return text.length <= longestCause ? text : `${text.slice(0, longestCause - 1)}…`;
}
