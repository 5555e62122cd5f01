import type { Day } from "../domain/calendar-day.ts";
import type { LastUsed } from "../domain/last-used.ts";
import { plain } from "./plain.ts";

const ordinals = new Intl.PluralRules("en", { type: "ordinal" });

/** `70th`, `71st`, `111th`: the age as in the article's sentence. */
export function ordinal(number: number): string {
  const rule = ordinals.select(number);
  const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };
  return `${number}${suffixes[rule] ?? "th"}`;
}

/** `3 December 2026`: nobody can confuse day and month. */
export function writtenDay(day: Day): string {
  return inEnglish(day);
}

/** `3 Dec`, with the year only if it is not this year: short enough for the subject of a mail. */
export function shortDay(day: Day, today: Day): string {
  const [number, month = "", year] = inEnglish(day).split(" ");
  const short = `${number} ${month.slice(0, 3)}`;
  return day.slice(0, 4) === today.slice(0, 4) ? short : `${short} ${year}`;
}

/** `10 days left`: how far away a day is. */
export function writtenDaysLeft(days: number): string {
  if (days <= 0) return "less than a day left";
  return days === 1 ? "1 day left" : `${days} days left`;
}

/** `70 days ago`: how long ago a day was. */
export function writtenDaysAgo(days: number): string {
  if (days <= 0) return "today";
  return days === 1 ? "yesterday" : `${days} days ago`;
}

/** When, where and for which service a key was last used, in words. */
export function writtenLastUse(lastUsed: LastUsed): string {
  if (lastUsed.state === "unknown") return "unknown, it could not be read";
  if (lastUsed.state === "never") return "never";
  const where = [
    ["service", lastUsed.service],
    ["Region", lastUsed.region],
  ].flatMap(([what, name = "N/A"]) => (name === "N/A" ? [] : [`${what} ${plain(name, 60)}`]));
  const day = writtenDay(lastUsed.on);
  return where.length === 0 ? day : `${day} (${where.join(", ")})`;
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
