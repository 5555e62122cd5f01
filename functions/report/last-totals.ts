import * as z from "zod/mini";
import type { ReportEvent, Run, Totals } from "../../statemachine/contract.ts";
import { type RunTotals, runTotalsSchema } from "../../statemachine/run-report.ts";
import { dayOf } from "../domain/calendar-day.ts";
import type { Policy } from "../domain/policy.ts";
import { runModeFor } from "../domain/run-mode.ts";
import { log } from "../runtime/log.ts";
import { parse } from "../runtime/parse.ts";

/**
 * The totals of the last run over the whole Organization and of the one before it: a report that is written a
 * second time must not be compared to itself.
 */
const lastTotalsSchema = z.extend(runTotalsSchema, { previous: z.optional(runTotalsSchema) });
export type LastTotals = z.infer<typeof lastTotalsSchema>;

/**
 * Whether a run's totals can be compared to another's: it went over the whole Organization, judged as on its
 * own day, and in the mode the deployment has.
 */
export function isComparable({ run, onlyAskedFor }: ReportEvent, policy: Policy): boolean {
  return (
    onlyAskedFor === undefined &&
    run.day === dayOf(new Date(run.startedAt)) &&
    run.mode === runModeFor(policy, false)
  );
}

/**
 * Reads the last totals. What another version of Curfew wrote is logged and left aside: a report without a
 * comparison is better than none.
 */
export function readLastTotals(text: string | undefined): LastTotals | undefined {
  if (text === undefined) return undefined;
  try {
    return parse(lastTotalsSchema, JSON.parse(text), "last totals");
  } catch (error) {
    log("warn", "the last run's totals cannot be read; the report compares to none", {}, error);
    return undefined;
  }
}

/** The run that came before this one, out of the last totals. */
export function previousOf(last: LastTotals | undefined, run: Run): RunTotals | undefined {
  if (last === undefined) return undefined;
  const { previous, ...latest } = last;
  return [latest, previous].find((found) => found !== undefined && startOf(found.run) < startOf(run));
}

/** What to keep for the next run; nothing where a later run has already left its totals. */
export function lastTotalsAfter(
  last: LastTotals | undefined,
  run: Run,
  totals: Totals,
): LastTotals | undefined {
  if (last !== undefined && startOf(last.run) > startOf(run)) return undefined;
  const previous = previousOf(last, run);
  return { run, totals, ...(previous === undefined ? {} : { previous }) };
}

function startOf({ startedAt }: Run): number {
  return Date.parse(startedAt);
}
