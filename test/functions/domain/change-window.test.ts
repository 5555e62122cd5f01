import { expect, it } from "vitest";
import { firstOpenDay, isOpen } from "../../../functions/domain/change-window.ts";
import type { ChangeWindow, Weekday } from "../../../functions/domain/policy.ts";

const window = (weekdays: readonly Weekday[], ...closed: { from: string; to: string }[]): ChangeWindow => ({
  weekdays,
  closed,
});
const workdays = ["monday", "tuesday", "wednesday", "thursday"] as const;
const holidays = { from: "2026-12-24", to: "2027-01-06" };

// 23 November 2026 is a Monday.
it.each([
  { day: "2026-11-28", in: window([]), open: true },
  { day: "2026-11-23", in: window(["monday"]), open: true },
  { day: "2026-11-24", in: window(["monday"]), open: false },
  { day: "2026-11-29", in: window(["sunday"]), open: true },
  { day: "2026-12-23", in: window([], holidays), open: true },
  { day: "2026-12-24", in: window([], holidays), open: false },
  { day: "2027-01-06", in: window([], holidays), open: false },
  { day: "2027-01-07", in: window([], holidays), open: true },
  { day: "2026-12-28", in: window(["monday"], holidays), open: false },
])("$day is open: $open", ({ day, in: changeWindow, open }) => {
  expect(isOpen(day, changeWindow)).toBe(open);
});

it.each([
  { from: "2026-11-23", in: window(workdays), first: "2026-11-23" },
  { from: "2026-11-27", in: window(workdays), first: "2026-11-30" },
  { from: "2026-12-24", in: window(workdays, holidays), first: "2027-01-07" },
])("the first open day from $from on is $first", ({ from, in: changeWindow, first }) => {
  expect(firstOpenDay(from, changeWindow)).toBe(first);
});

it.each([
  { to: "2027-12-27", first: "2027-12-28" },
  { to: "2027-12-28", first: undefined },
])(
  "a window that is closed from 23 November 2026 to $to first opens on $first, after at most 400 days",
  ({ to, first }) => {
    const find = () => firstOpenDay("2026-11-23", window([], { from: "2026-11-23", to }));

    if (first === undefined) expect(find).toThrow(/closed for 400 days from 2026-11-23 on/);
    else expect(find()).toBe(first);
  },
);

it("stops searching if there is no open day", () => {
  const never = window([], { from: "2026-01-01", to: "2036-01-01" });

  expect(() => firstOpenDay("2026-11-23", never)).toThrow(RangeError);
});
