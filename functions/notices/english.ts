import type { Day } from "../domain/calendar-day.ts";
import type { LastUsed } from "../domain/last-used.ts";
import { plain } from "./plain.ts";

/** `70th`, `71st`, `111th`: the age as the article's sentence wants it. */
export function ordinal(number: number): string {
  const rule = new Intl.PluralRules("en", { type: "ordinal" }).select(number);
  const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };
  return `${number}${suffixes[rule] ?? "th"}`;
}

/** `3 December 2026`: no reader takes the day for the month. */
export function writtenDay(day: Day): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  });
  return format.format(new Date(`${day}T00:00:00Z`));
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
