import type { LastRun } from "../../statemachine/last-totals.ts";
import type { Totals } from "../../statemachine/run-summary.ts";

/** The main figures of a run, and how they changed. */
export interface HeadlineFacts {
  readonly totals: Totals;
  readonly compliantPercent?: number | undefined;
  readonly previous?: LastRun | undefined;
  readonly monthAgo?: LastRun | undefined;
}

/** One figure with its changes. A change is absent if there is nothing to compare with. */
export interface HeadlineFigure {
  readonly title: string;
  readonly now: string;
  readonly sinceLast?: string | undefined;
  readonly sinceMonth?: string | undefined;
}

const whole = new Intl.NumberFormat("en-US");
const signed = new Intl.NumberFormat("en-US", { signDisplay: "exceptZero", maximumFractionDigits: 1 });

/** A number as people read it: `20,000`. */
export function figure(value: number): string {
  return whole.format(value);
}

/** A number with its noun: `1 key`, `20,000 keys`. */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${figure(value)} ${value === 1 ? noun : plural}`;
}

/** A difference with its sign, and a real minus: `+3`, `−2`, `±0`. */
export function change(difference: number): string {
  return difference === 0 ? "±0" : signed.format(difference).replace("-", "\u2212");
}

/** Coverage, percent of keys compliant, overdue, due in 14 days: page and digest begin with the same figures. */
export function headlineFigures(facts: HeadlineFacts): HeadlineFigure[] {
  const { totals, compliantPercent } = facts;
  const { accounts } = totals;
  const covered = accounts.evaluated + accounts.notOnboarded;
  return [
    { title: "Accounts covered", now: `${figure(covered)} of ${figure(accounts.listed)}` },
    {
      title: "Keys compliant",
      now: compliantPercent === undefined ? "no active key" : `${compliantPercent} %`,
      ...changes(facts, compliantPercent, (run) => run.compliantPercent, " points"),
    },
    {
      title: "Keys overdue",
      now: figure(totals.overdueKeys),
      ...changes(facts, totals.overdueKeys, (run) => run.overdue),
    },
    {
      title: "Deactivations in 14 days",
      now: figure(totals.upcomingDeactivations),
      ...changes(facts, totals.upcomingDeactivations, (run) => run.upcomingDeactivations),
    },
    {
      title: "Notices in 14 days",
      now: figure(totals.upcomingNotices),
      ...changes(facts, totals.upcomingNotices, (run) => run.upcomingNotices),
    },
  ];
}

function changes(
  { previous, monthAgo }: HeadlineFacts,
  now: number | undefined,
  of: (run: LastRun) => number | undefined,
  unit = "",
): Pick<HeadlineFigure, "sinceLast" | "sinceMonth"> {
  const since = (run: LastRun | undefined) => {
    const then = run === undefined ? undefined : of(run);
    if (then === undefined || now === undefined) return undefined;
    return `${change(Math.round((now - then) * 10) / 10)}${unit}`;
  };
  return { sinceLast: since(previous), sinceMonth: since(monthAgo) };
}
