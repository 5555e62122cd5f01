import type { ReportEvent, Totals } from "../../statemachine/contract.ts";
import type { AccountWithReason } from "../../statemachine/run-report.ts";

/** Whether every listed account was reached, and a sentence about it for the execution and the digest. */
export interface Coverage {
  readonly coverage: "complete" | "incomplete";
  readonly cause: string;
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
  if (unreached.length === 0 && failure.length === 0) {
    const waiting = notOnboarded === 0 ? "" : `, ${notOnboarded} not onboarded yet`;
    const cause =
      listed === 0 ? "no account was in scope" : `${reached} of ${listed} accounts were reached${waiting}`;
    return { coverage: "complete", cause };
  }
  const named = unreached.slice(0, 10).map(({ id, name, reason }) => `${id} (${name}): ${reason}`);
  const sentence = `${unreached.length} of ${listed} accounts were not reached`;
  return { coverage: "incomplete", cause: shortened([...failure, sentence, ...named].join("; ")) };
}

function shortened(text: string): string {
  return text.length <= longestCause ? text : `${text.slice(0, longestCause - 1)}…`;
}
