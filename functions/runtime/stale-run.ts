import { type Day, daysBetween } from "../domain/calendar-day.ts";
import { StaleRun } from "./errors.ts";

/** A run that starts before midnight may end on the next day. */
const longestRunDays = 1;

/**
 * Why a run must not act on this day; `undefined` if it may. A run of an earlier day was redriven; a run of a future
 * day was not started by the schedule.
 */
export function whyStale(runDay: Day, utcDay: Day): StaleRun | undefined {
  const days = daysBetween(runDay, utcDay);
  if (days >= 0 && days <= longestRunDays) return undefined;
  return new StaleRun(`this execution is for ${runDay} and today is ${utcDay}. Start a new execution.`);
}
