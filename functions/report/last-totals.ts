import { keptRuns, type LastRun, type LastTotals } from "../../statemachine/last-totals.ts";
import type { Run } from "../../statemachine/run.ts";
import type { Totals } from "../../statemachine/run-summary.ts";
import { addDays, dayOf } from "../domain/calendar-day.ts";
import { type Attempts, failingAfter } from "../domain/failing-accounts.ts";
import type { Policy } from "../domain/policy.ts";
import { runModeFor } from "../domain/run-mode.ts";
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

/** The last comparable run before this one. */
export function previousOf({ runs }: Pick<LastTotals, "runs">, run: Run): LastRun | undefined {
  return runs.findLast((other) => isBefore(other, run));
}

/** A comparison with 30 days ago may differ by this many days. */
const tolerance = 5;

/** The comparable run closest to 30 days before this one. */
export function monthAgoOf({ runs }: Pick<LastTotals, "runs">, run: Run): LastRun | undefined {
  const wanted = Date.parse(addDays(run.day, -30));
  const distance = ({ day }: LastRun) => Math.abs(Date.parse(day) - wanted);
  const [from, to] = [addDays(run.day, -30 - tolerance), addDays(run.day, -30 + tolerance)];
  return runs
    .filter(({ day }) => day >= from && day <= to)
    .toSorted((one, other) => distance(one) - distance(other))[0];
}

/** The last totals with this run among them. Of a day before today only the last run is kept. */
export function withRun(
  { runs, failingAccounts }: LastTotals,
  run: Run,
  { totals, attempts }: { readonly totals: Totals; readonly attempts: Attempts },
): LastTotals {
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
  return {
    runs: kept.slice(-keptRuns),
    failingAccounts: failingAfter(failingAccounts, attempts, run.day),
  };
}

function isBefore(one: Pick<Run, "startedAt">, other: Pick<Run, "startedAt">): boolean {
  return Date.parse(one.startedAt) < Date.parse(other.startedAt);
}
