import type { Day } from "../domain/calendar-day.ts";
import type { LastUsed } from "../domain/last-used.ts";
import { plain } from "./plain.ts";

const ordinals = new Intl.PluralRules("en", { type: "ordinal" });

/** `70th`, `71st`, `111th`: the age as the article's sentence wants it. */
export function ordinal(number: number): string {
  const rule = ordinals.select(number);
  const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };
  return `${number}${suffixes[rule] ?? "th"}`;
}

/** `3 December 2026`: no reader takes the day for the month. */
export function writtenDay(day: Day): string {
  return inEnglish(day);
}

/** `3 Dec`, with the year only where it is not this year: short enough for the subject of a mail. */
export function shortDay(day: Day, today: Day): string {
  const [number, month = "", year] = inEnglish(day).split(" ");
  const short = `${number} ${month.slice(0, 3)}`;
  return day.slice(0, 4) === today.slice(0, 4) ? short : `${short} ${year}`;
}

/** `in 10 days`, `tomorrow`, `today`: how far away a day is. */
export function writtenDistance(days: number): string {
  if (days <= 0) return "today";
  return days === 1 ? "tomorrow" : `in ${days} days`;
}

/** When, where and by which service a key was last used, in words. */
export function writtenLastUse(lastUsed: LastUsed): string {
  if (lastUsed.state === "unknown") return "unknown, it could not be read";
  if (lastUsed.state === "never") return "never";
  const where = [lastUsed.service, lastUsed.region]
    .filter((part) => part !== "N/A")
    .map((part) => plain(part, 60));
  return [writtenDay(lastUsed.on), ...(where.length === 0 ? [] : [`by ${where.join(" in ")}`])].join(" ");
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(words: readonly string[], join: "and" | "or" = "and"): string {
  const type = join === "and" ? "conjunction" : "disjunction";
  return new Intl.ListFormat("en-GB", { type }).format(words);
}

const format = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});

function inEnglish(day: Day): string {
  return format.format(new Date(`${day}T00:00:00Z`));
}
