import type { Account } from "../../../functions/domain/account.ts";
import { rulesFor } from "../../../functions/domain/account-scope.ts";
import { addDays, type Day, dayOf, daysBetween, laterOf } from "../../../functions/domain/calendar-day.ts";
import type { Mode, Policy } from "../../../functions/domain/policy.ts";
import { timelineAfterRun } from "../../../functions/domain/recorded-timeline.ts";
import { runModeFor } from "../../../functions/domain/run-mode.ts";
import type { TimelineStep } from "../../../functions/domain/timeline.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { accountReason } from "../shared/account-table.ts";
import type { RunFacts } from "../shared/run-facts.ts";

/** One step of one key. */
export interface ForecastStep {
  readonly step: TimelineStep;
  readonly account: Account;
  /** The account's mode under the settings; a single run may have been lowered. */
  readonly mode: Mode;
  readonly userName: string;
  readonly accessKeyId: string;
  /** Whether the run knew the user's tags; without them addresses and user type are unknown. */
  readonly areTagsKnown: boolean;
}

/** An account that was not or only partly evaluated, so the forecast lacks keys. */
export interface UnknownAccount {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
}

/** What happens in the next days, and what is unknown. */
export interface Forecast {
  readonly run: { readonly id: string; readonly day: Day };
  readonly from: Day;
  readonly to: Day;
  /** The last day of the pause. */
  readonly pausedUntil?: Day | undefined;
  /** By day, account and user. */
  readonly steps: readonly ForecastStep[];
  readonly unknownAccounts: readonly UnknownAccount[];
  /** Keys that come due in these days and whose tags no run has read yet. */
  readonly keysWithoutTags: number;
  readonly ouNames: Readonly<Record<string, string>>;
}

/** What a forecast is made of. */
export interface ForecastParts {
  readonly facts: RunFacts;
  readonly report: Pick<RunReport, "unreachable" | "notOnboarded" | "partlyEvaluated" | "ouNames">;
  readonly policy: Policy;
  readonly days: number;
  readonly now: Date;
}

/**
 * Creates a forecast from the facts of the last full run and the settings. Its first day is that of the next run:
 * today, unless the last run was today. For 14 days after the run its figures are those of the report, unless the pause
 * has changed since.
 */
export function forecastOf({ facts, report, policy, days, now }: ForecastParts): Forecast {
  const { run } = facts;
  const from = laterOf(dayOf(now), addDays(run.day, 1));
  const to = addDays(dayOf(now), days);
  const steps = facts.keys.flatMap((key): ForecastStep[] => {
    const { account } = key;
    const { mode } = rulesFor(account, policy, runModeFor(policy, false));
    const { userName, accessKeyId, tags } = key.facts;
    return timelineAfterRun(key, rulesFor(account, policy, run.mode), run, daysBetween(run.day, to))
      .filter(({ on }) => on >= from)
      .map((step) => ({
        step,
        account,
        mode,
        userName,
        accessKeyId,
        areTagsKnown: typeof tags === "object",
      }));
  });
  return {
    run: { id: run.id, day: run.day },
    from,
    to,
    pausedUntil: run.pausedUntil,
    steps: steps.toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1)),
    unknownAccounts: [...report.unreachable, ...report.notOnboarded, ...report.partlyEvaluated].map(
      (account) => ({ id: account.id, name: account.name, reason: accountReason(account) }),
    ),
    keysWithoutTags: new Set(
      steps.filter(({ areTagsKnown }) => !areTagsKnown).map(({ accessKeyId }) => accessKeyId),
    ).size,
    ouNames: report.ouNames,
  };
}

function orderOf({ step, account, userName, accessKeyId }: ForecastStep): string {
  return `${step.on} ${account.id} ${userName} ${accessKeyId}`;
}
