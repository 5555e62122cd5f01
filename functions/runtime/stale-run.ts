import type { Day } from "../domain/calendar-day.ts";
import type { Mode } from "../domain/policy.ts";
import { stalenessOf } from "../domain/run-mode.ts";
import { StaleRun } from "./errors.ts";

/**
 * Refuses an execution that is not of today or yesterday; see `stalenessOf`.
 * @throws {StaleRun}
 */
export function refuseStale(run: { readonly day: Day; readonly mode: Mode }, today: Day): void {
  const stale = stalenessOf(run, today);
  if (stale === undefined) return;
  throw new StaleRun(
    `this execution is for ${stale.day} and today is ${stale.today}. Start a new execution instead`,
  );
}
