import { expect, it } from "vitest";
import { addDays, daysBetween, isDay, laterOf } from "../../../functions/domain/calendar-day.ts";

it.each(["2026-11-23", "2028-02-29", "2027-01-01"])("%s is a day", (text) => {
  expect(isDay(text)).toBe(true);
});

it.each([
  "",
  "2026-02-30",
  "2027-02-29",
  "2026-13-01",
  "2026-1-1",
  " 2026-11-23",
  "2026-11-23T00:00",
  "+012345-01",
])("%j is no day", (text) => {
  expect(isDay(text)).toBe(false);
});

it.each([
  { from: "2026-12-31", to: "2027-01-01", days: 1 },
  { from: "2028-02-28", to: "2028-03-01", days: 2 },
  { from: "2026-03-01", to: "2026-11-01", days: 245 },
  { from: "2026-11-23", to: "2026-11-20", days: -3 },
])("from $from to $to it is $days days", ({ from, to, days }) => {
  expect(daysBetween(from, to)).toBe(days);
  expect(addDays(from, days)).toBe(to);
});

it("the later of two days does not depend on their order", () => {
  expect(laterOf("2026-11-23", "2026-12-01")).toBe("2026-12-01");
  expect(laterOf("2026-12-01", "2026-11-23")).toBe("2026-12-01");
});
