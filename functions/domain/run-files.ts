import type { Day } from "./calendar-day.ts";

/** Where a run's files lie in the bucket: `runs/<day>/<run id>/…`, so that a listing is a calendar. */
export function runPrefix(day: Day, runId: string): string {
  return `runs/${day}/${runId}/`;
}

/** The accounts to enforce, one JSON array with one account a line: Map reads it whole, the report line by line. */
export function workListKey(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}work-list.json`;
}

/** The accounts left out, as JSON lines. */
export function leftOutKey(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}left-out.jsonl`;
}

/** What one account came to. */
export function accountResultKey(day: Day, runId: string, accountId: string): string {
  return `${runPrefix(day, runId)}accounts/${accountId}.json`;
}

/** The run report in one of its forms. */
export function reportKey(day: Day, runId: string, form: "json" | "csv" | "html"): string {
  return `${runPrefix(day, runId)}report.${form}`;
}

/**
 * The totals of the last run over the whole Organization. Its name is one that the report function may write,
 * and it lies under `runs/` so that it ends with the runs it speaks of.
 */
export const lastTotalsKey = "runs/latest/report.totals.json";

/** What the last run listed in an account; it belongs to no run, so it does not lie with one. */
export function inventoryKey(accountId: string): string {
  return `inventory/${accountId}.json`;
}
