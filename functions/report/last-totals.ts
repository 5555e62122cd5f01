import { keptRuns, type LastRun, type LastTotals, lastTotalsSchema } from "../../statemachine/last-totals.ts";
import type { Run } from "../../statemachine/run.ts";
import type { Totals } from "../../statemachine/run-summary.ts";
import { addDays, dayOf } from "../domain/calendar-day.ts";
import type { Policy } from "../domain/policy.ts";
import { runModeFor } from "../domain/run-mode.ts";
import { log } from "../runtime/log.ts";
import { parse } from "../runtime/parse.ts";
import { compliantPercent } from "./tally.ts";

/**
 * Whether a run's totals can be compared with another's: it is over the whole Organization, as on its own day, and in
 * the mode of the deployment.
 */
export function isComparable(run: Run, policy: Policy): boolean {
  return (
    run.scope === "organization" &&
    run.day === dayOf(new Date(run.startedAt)) &&
    run.mode === runModeFor(policy, false)
  );
}

/**
 * Reads the last totals. If another version of Curfew wrote them, that is logged and the report compares with nothing:
 * a report without a comparison is better than none.
 */
export function readLastTotals(text: string | undefined): LastTotals {
  if (text === undefined) return { runs: [] };
  try {
    return parse(lastTotalsSchema, JSON.parse(text), "last totals");
  } catch (error) {
    log("warn", "the totals of earlier runs cannot be read; the report compares with none", {}, error);
    return { runs: [] };
  }
}

/** The last comparable run before this one. */
export function previousOf({ runs }: LastTotals, run: Run): LastRun | undefined {
  return runs.findLast((other) => isBefore(other, run));
}

/** A comparison with 30 days ago may differ by this many days. */
const tolerance = 5;

/** The comparable run closest to 30 days before this one. */
export function monthAgoOf({ runs }: LastTotals, run: Run): LastRun | undefined {
  const wanted = Date.parse(addDays(run.day, -30));
  const distance = ({ day }: LastRun) => Math.abs(Date.parse(day) - wanted);
  const [from, to] = [addDays(run.day, -30 - tolerance), addDays(run.day, -30 + tolerance)];
  return runs
    .filter(({ day }) => day >= from && day <= to)
    .toSorted((one, other) => distance(one) - distance(other))[0];
}

/** The last totals with this run among them. Of a day before today only the last run is kept. */
export function withRun({ runs }: LastTotals, run: Run, totals: Totals): LastTotals {
  const percent = compliantPercent(totals);
  const own: LastRun = {
    run: run.id,
    startedAt: run.startedAt,
    day: run.day,
    activeKeys: totals.activeKeys,
    ...(percent === undefined ? {} : { compliantPercent: percent }),
    overdue: totals.overdueKeys,
    overdueWithoutNotice: totals.overdueWithoutNotice,
    waiting: totals.waitingKeys,
    awaitingApproval: totals.awaitingApproval,
    upcomingNotices: totals.upcomingNotices,
    upcomingDeactivations: totals.upcomingDeactivations,
  };
  const all = [...runs.filter((other) => other.run !== run.id), own].sort((one, other) =>
    isBefore(one, other) ? -1 : 1,
  );
  const kept = all.filter(({ day }, index) => day === run.day || all[index + 1]?.day !== day);
  return { runs: kept.slice(-keptRuns) };
}

function isBefore(one: Pick<Run, "startedAt">, other: Pick<Run, "startedAt">): boolean {
  return Date.parse(one.startedAt) < Date.parse(other.startedAt);
}
