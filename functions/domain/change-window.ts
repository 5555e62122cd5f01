import { addDays, type Day } from "./calendar-day.ts";
import { type ChangeWindow, weekdays } from "./policy.ts";

/** Whether keys may be deactivated on a UTC day. */
export function isOpen(day: Day, window: ChangeWindow): boolean {
  const weekday = weekdays[new Date(`${day}T00:00:00Z`).getUTCDay()];
  const isOpenWeekday = window.weekdays.length === 0 || window.weekdays.some((open) => open === weekday);
  return isOpenWeekday && !window.closed.some(({ from, to }) => from <= day && day <= to);
}

/** No change window may stay closed for longer. The settings refuse it. */
export const longestClosure = 400;

/**
 * The first day, from `day` on, on which keys may be deactivated.
 * @throws {RangeError} if the window does not open within `longestClosure` days; the settings refuse such a window
 */
export function firstOpenDay(day: Day, window: ChangeWindow): Day {
  for (let days = 0; days <= longestClosure; days += 1) {
    const candidate = addDays(day, days);
    if (isOpen(candidate, window)) return candidate;
  }
  throw new RangeError(`the change window is closed for ${longestClosure} days from ${day} on`);
}
