import type { Day } from "../../../functions/domain/calendar-day.ts";
import { addDays, dayOf } from "../../../functions/domain/calendar-day.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { upcomingDays } from "../../../functions/domain/recorded-timeline.ts";
import { upcomingCounter } from "../../../functions/report/upcoming-days.ts";
import type { Run } from "../../../statemachine/run.ts";
import type { RunReport, UpcomingDay } from "../../../statemachine/run-report.ts";
import { forecastOf } from "../forecast/load.ts";
import { pausedRun, type RunningPause } from "../shared/current-pause.ts";
import { loadRunFacts } from "../shared/run-facts.ts";
import { isMissing, type Missing, type RunReader } from "../shared/run-reader.ts";

/** What is due in the next days. */
export interface DueDays {
  /** `missing`: why the days are not known. */
  readonly days: readonly UpcomingDay[] | Missing;
  /** A pause began, ended or was changed after the run, so its report is no longer right. */
  readonly isPauseNew: boolean;
}

/** What the days are read or predicted from. */
export interface DueFacts {
  readonly reader: RunReader;
  readonly report: RunReport;
  /** The current pause; `missing`: it cannot be read. */
  readonly pause: RunningPause | Missing | undefined;
  /** Asked only if the report is no longer right. */
  readonly policy: () => Policy | Missing;
  readonly now: Date;
}

/**
 * What is due in the next days: from the report of the last full run, or like `curfew forecast` if the pause has changed
 * since. That reads the results of all accounts, so it happens only then.
 */
export async function dueDays({ reader, report, pause, policy, now }: DueFacts): Promise<DueDays> {
  const today = dayOf(now);
  const { run, upcoming, accounts } = report;
  if ((pause !== undefined && isMissing(pause)) || pause?.until === pauseOf(run, today)) {
    const last = addDays(today, upcomingDays);
    return { days: upcoming.filter(({ on }) => on >= today && on <= last), isPauseNew: false };
  }
  const known = policy();
  if (isMissing(known)) return { days: known, isPauseNew: true };
  const facts = await loadRunFacts({ reader, run, accountIds: accounts.map(({ id }) => id) });
  const { steps } = forecastOf({
    facts: { ...facts, run: pausedRun(facts.run, pause) },
    report,
    policy: known,
    days: upcomingDays,
    now,
  });
  const counter = upcomingCounter();
  for (const [accountId, own] of Map.groupBy(steps, ({ account }) => account.id))
    counter.add(
      accountId,
      own.map(({ step }) => step),
    );
  return { days: counter.days(), isPauseNew: true };
}

/** The last day of the pause that a run knew, if it is not over yet. */
function pauseOf({ pausedUntil }: Run, today: Day): Day | undefined {
  return pausedUntil === undefined || pausedUntil < today ? undefined : pausedUntil;
}
