import type { Day } from "./calendar-day.ts";

/** The keys of a run's files in the bucket: `runs/<day>/<run id>/…`, so that a list is sorted by day. */
export function runPrefix(day: Day, runId: string): string {
  return `runs/${day}/${runId}/`;
}

/**
 * The accounts to evaluate: a JSON array with one account per line. The Map reads it as a whole, others line by line.
 */
export function workListKey(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}work-list.json`;
}

/** The accounts that the run skips, as JSON lines. */
export function skippedKey(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}skipped.jsonl`;
}

/** Names of OUs by ID, as one JSON object. Optional: without it the report shows IDs. */
export function ouNamesKey(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}ou-names.json`;
}

/** What the evaluation of one account found and did. */
export function accountResultKey(day: Day, runId: string, accountId: string): string {
  return `${runPrefix(day, runId)}accounts/${accountId}.json`;
}

/** The prefix of all account results of a run. */
export function accountResultPrefix(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}accounts/`;
}

/**
 * Markers, so that the plan need not read every result: a worker writes one before its account result if keys are
 * due in the account (`due`) or if the account is unreachable.
 */
export function markerKey(day: Day, runId: string, marker: Marker, accountId: string): string {
  return `${markerPrefix(day, runId, marker)}${accountId}`;
}

/** The prefix of all markers of one kind. */
export function markerPrefix(day: Day, runId: string, marker: Marker): string {
  return `${runPrefix(day, runId)}${marker}/`;
}

/** Kinds of markers. */
export type Marker = "due" | "unreachable";

/** The plan of a run, and the list of its accounts and keys to deactivate today, which the second Map reads. */
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

/** The prefix of all deactivation results of a run. */
export function deactivationResultPrefix(day: Day, runId: string): string {
  return `${runPrefix(day, runId)}deactivations/`;
}

/** The run report in one of its formats. */
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

/** The prefix of all results of a restore. */
export function restoreResultPrefix(executionName: string): string {
  return `restores/${executionName}/accounts/`;
}

/**
 * The totals of the last runs over the whole Organization. The report function may write this key, and it
 * is below `runs/`, so that it expires with the runs that it describes.
 */
export const lastTotalsKey = "runs/latest/report.totals.json";

/** What earlier runs read in an account. It belongs to no single run. */
export function inventoryKey(accountId: string): string {
  return `inventory/${accountId}.json`;
}
