import { expect, it } from "vitest";
import {
  approvalThreshold,
  grantOf,
  type Pace,
  paceOf,
  paceRoom,
  reservedBy,
  spreadDays,
} from "../../../functions/domain/pace.ts";

const noLimits = { maxUnreachablePercent: 10 };

it.each([
  { activeKeys: undefined, perDay: 25, perAccount: 10 },
  { activeKeys: 0, perDay: 25, perAccount: 10 },
  { activeKeys: 1_250, perDay: 25, perAccount: 10 },
  { activeKeys: 1_251, perDay: 26, perAccount: 10 },
  { activeKeys: 5_000, perDay: 100, perAccount: 40 },
  { activeKeys: 500_000, perDay: 10_000, perAccount: 1_000 },
])("deactivates $perDay keys a day with $activeKeys active keys", ({ activeKeys, perDay, perAccount }) => {
  expect(paceOf(noLimits, activeKeys)).toEqual({ perDay, perDayAndAccount: perAccount });
});

it.each([
  { limits: { deactivationsPerDay: 1 }, pace: { perDay: 1, perDayAndAccount: 1 } },
  { limits: { deactivationsPerDay: 50 }, pace: { perDay: 50, perDayAndAccount: 20 } },
  { limits: { deactivationsPerDayAndAccount: 3 }, pace: { perDay: 25, perDayAndAccount: 3 } },
  { limits: { deactivationsPerDayAndAccount: 90 }, pace: { perDay: 25, perDayAndAccount: 25 } },
  { limits: { deactivationsPerDay: 9_000 }, pace: { perDay: 9_000, perDayAndAccount: 1_000 } },
])("applies the limits $limits, and gives no account more than the day has", ({ limits, pace }) => {
  expect(paceOf({ ...noLimits, ...limits }, 0)).toEqual(pace);
});

it.each([
  { activeKeys: undefined, threshold: 100 },
  { activeKeys: 1_000, threshold: 100 },
  { activeKeys: 1_001, threshold: 101 },
  { activeKeys: 30_000, threshold: 3_000 },
])("requires an approval above $threshold waiting keys of $activeKeys", ({ activeKeys, threshold }) => {
  expect(approvalThreshold(noLimits, activeKeys)).toBe(threshold);
});

it("uses the approval threshold of the settings, even 0", () => {
  expect(approvalThreshold({ ...noLimits, approvalAbove: 0 }, 30_000)).toBe(0);
});

it("spreads first notices over 20 days before the first count, and never over less than one day", () => {
  const pace: Pace = { perDay: 25, perDayAndAccount: 10 };

  expect([undefined, 0, 20, 21, 3_000].map((overdue) => spreadDays(overdue, pace))).toEqual([
    20, 1, 1, 2, 150,
  ]);
});

it("says whether the day's or the account's pace is used up, the day's first", () => {
  const room = paceRoom({ total: 1, byAccount: new Map([["a", 1]]) }, { perDay: 4, perDayAndAccount: 2 });

  expect(["a", "a", "b", "b", "b", "a"].map((account) => room.take(account))).toEqual([
    "taken",
    "accountFull",
    "taken",
    "taken",
    "dayFull",
    "dayFull",
  ]);
});

const reservations = new Map([
  [
    "one",
    new Map([
      ["a", 2],
      ["b", 1],
    ]),
  ],
  ["two", new Map([["a", 1]])],
]);

it("adds up the reservations of a day, without those of the same run", () => {
  expect(reservedBy(reservations)).toEqual({
    total: 4,
    byAccount: new Map([
      ["a", 3],
      ["b", 1],
    ]),
  });
  expect(reservedBy(reservations, "one")).toEqual({ total: 1, byAccount: new Map([["a", 1]]) });
});

it("grants a run what it already has, whatever it requests now, and another run what is left", () => {
  const pace = { perDay: 5, perDayAndAccount: 5 };
  const wanted = ["c", "c", "c"];

  expect(grantOf(reservations, "one", wanted, pace)).toEqual(reservations.get("one"));
  expect(grantOf(reservations, "three", wanted, pace)).toEqual(new Map([["c", 1]]));
});
