import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { failingAfter, stillFailing } from "../../../functions/domain/failing-accounts.ts";
import { today } from "./key-fixture.ts";

const since = (accountId: string, daysAgo: number) => ({ accountId, since: addDays(today, -daysAgo) });
const nothing = { failed: [], succeeded: [] };

it.each([
  { daysAgo: 0, fails: true },
  { daysAgo: 6, fails: true },
  { daysAgo: 7, fails: false },
])(
  "an account whose deactivations failed first $daysAgo days ago still counts as failing: $fails",
  (look) => {
    const accounts = [since("a", look.daysAgo)];

    expect(stillFailing(accounts, today)).toEqual(look.fails ? accounts : []);
    expect(failingAfter(accounts, nothing, today)).toEqual(look.fails ? accounts : []);
  },
);

it("an account is failing from the first day on which every attempt failed, however often they fail again", () => {
  expect(failingAfter([since("a", 3)], { failed: ["a", "b"], succeeded: [] }, today)).toEqual([
    since("a", 3),
    since("b", 0),
  ]);
});

it("an account that failed for a week comes first once, and is failing again if that attempt fails", () => {
  expect(failingAfter([since("a", 7)], { failed: ["a"], succeeded: [] }, today)).toEqual([since("a", 0)]);
});

it("an account is no longer failing after a deactivation succeeded there", () => {
  expect(failingAfter([since("a", 1), since("b", 1)], { failed: [], succeeded: ["a"] }, today)).toEqual([
    since("b", 1),
  ]);
});
