/** A calendar day in UTC, written `YYYY-MM-DD`. Days compare correctly as text. */
export type Day = string;

const millisecondsPerDay = 86_400_000;

/** The UTC calendar day of an instant. */
export function dayOf(instant: Date): Day {
  return instant.toISOString().slice(0, 10);
}

/** Whether a text is a day that exists: `2026-02-30` is not one. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && dayOf(instant) === text;
}

/**
 * Whole calendar days from one day to another, negative if `to` is earlier. The article counts an
 * access key's age like this: a key created at 23:59 is one day old two minutes later.
 */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / millisecondsPerDay);
}

/** The day `days` after a day, or before it if negative. */
export function addDays(day: Day, days: number): Day {
  return dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * millisecondsPerDay));
}

/** The later of two days. */
export function laterOf(one: Day, other: Day): Day {
  return one > other ? one : other;
}
