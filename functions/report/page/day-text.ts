import type { Day } from "../../domain/calendar-day.ts";

const long = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZone: "UTC",
});

/** A day in full: `Tuesday 24 November 2026`. */
export function longDay(day: Day): string {
  return long.format(new Date(`${day}T00:00:00Z`)).replace(",", "");
}

/** A day of the next weeks: `Wed 25 Nov`. */
export function shortWeekday(day: Day): string {
  return short.format(new Date(`${day}T00:00:00Z`)).replace(",", "");
}

/** An instant to the minute, in UTC as everything in Curfew: `2026-11-24 03:12 UTC`. */
export function minuteOf(instant: string): string {
  const [day = "", time = ""] = new Date(instant).toISOString().split("T");
  return `${day} ${time.slice(0, 5)} UTC`;
}
