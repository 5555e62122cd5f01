import type { Day } from "./calendar-day.ts";

/** Where a run's files lie in the bucket: `runs/<day>/<run id>/…`, so that a listing is a calendar. */
export function runPrefix(day: Day, runId: string): string {
  return `runs/${day}/${runId}/`;
}

/** The accounts to evaluate, one JSON array with one account a line: the Map reads it whole, others line by line. */
export function workListKey(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}work-list.json`;
}

/** The accounts that the run skips, as JSON lines. */
export function skippedKey(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}skipped.jsonl`;
}

/** Names of OUs by ID, as one JSON object; optional: where it is missing the report shows IDs. */
export function ouNamesKey(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}ou-names.json`;
}

/** What the evaluation of one account found and did. */
export function accountResultKey(day: Day, runId: string, accountId: string): string {
  return `${runPrefix(day, runId)}accounts/${accountId}.json`;
}

/** Where all account results of a run lie. */
export function accountResultPrefix(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}accounts/`;
}

/**
 * Markers, so that the plan need not read every result: a worker writes one before its account result where keys are
 * due in the account (`due`) or where the account is unreachable.
 */
export function markerKey(day: Day, runId: string, marker: Marker, accountId: string): string {
  return `${markerPrefix(day, runId, marker)}${accountId}`;
}

/** Where all markers of one kind lie. */
export function markerPrefix(day: Day, runId: string, marker: Marker): string {
  return `${runPrefix(day, runId)}${marker}/`;
}

/** Kinds of markers. */
export type Marker = "due" | "unreachable";

/** The plan of a run, and the accounts and keys of it that are deactivated today, as the second Map reads them. */
export function planKey(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}plan.json`;
}
export function planItemsKey(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}plan-items.json`;
}

/** What the deactivation step did in one account. It never overwrites the account result. */
export function deactivationResultKey(day: Day, runId: string, accountId: string): string {
  return `${runPrefix(day, runId)}deactivations/${accountId}.json`;
}

/** Where all deactivation results of a run lie. */
export function deactivationResultPrefix(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}deactivations/`;
}

/** The run report in one of its forms. */
export function reportKey(day: Day, runId: string, form: "json" | "csv" | "html"): string {
  return `${runPrefix(day, runId)}report.${form}`;
}

/** The keys of a restore execution, as its Map reads them. */
export function restoreItemsKey(executionName: string): string {
  return `restores/${executionName}/items.json`;
}

/** What a restore did in one account. */
export function restoreResultKey(executionName: string, accountId: string): string {
  return `${restoreResultPrefix(executionName)}${accountId}.json`;
}

/** Where all results of a restore lie. */
export function restoreResultPrefix(executionName: string): string {
  return `restores/${executionName}/accounts/`;
}

/**
 * The totals of the last runs over the whole Organization. Its name is one that the report function may write, and it
 * lies under `runs/` so that it expires with the runs that it describes.
 */
export const lastTotalsKey = "runs/latest/report.totals.json";

/** What earlier runs read in an account; it belongs to no run, so it does not lie with one. */
export function inventoryKey(accountId: string): string {
  return `inventory/${accountId}.json`;
}
