import { type Day, daysBetween } from "../domain/calendar-day.ts";
import { StaleRun } from "../runtime/errors.ts";

/** A run may last into the next day; what is older was redriven. */
const longestRunDays = 1;

/** Why a run must do nothing any more; `undefined` where it may. */
export function staleness(runDay: Day, today: Day): StaleRun | undefined {
  if (daysBetween(runDay, today) <= longestRunDays) return undefined;
  return new StaleRun(`the run judges as on ${runDay}, and it is ${today}; start a new execution instead`);
}
