import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { evaluateRestore, type RestoreFacts } from "../../../functions/domain/evaluate-restore.ts";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import { restoredUntil, today } from "./key-fixture.ts";

const deactivation = { state: "done" as const, on: addDays(today, -3), run: "daily-1", count: 2 };
const key = { accessKeyId: "AKIA1", userName: "jane", status: "Inactive", createdOn: addDays(today, -93) };

/** The facts about a key that Curfew switched off, or as wished. */
function facts(wishes: Partial<RestoreFacts> = {}): RestoreFacts {
  return {
    key,
    history: { ...emptyHistory, deactivation },
    run: { id: "manual-2", day: today },
    days: 3,
    ...wishes,
  };
}

it("keeps a key on today and for as many days more as were asked for", () => {
  expect(evaluateRestore(facts())).toEqual({ verdict: "restore", until: addDays(today, 3), deactivation });
});

it("restores a key again whose last restore is over", () => {
  const history = { ...emptyHistory, deactivation, restore: restoredUntil(addDays(today, -4)) };

  expect(evaluateRestore(facts({ history })).verdict).toBe("restore");
});

it("goes on with what an interrupted attempt of the same run has begun", () => {
  const restore = { ...restoredUntil(addDays(today, 3)), state: "intended" as const, run: "manual-2" };
  const history = { ...emptyHistory, deactivation, restore };

  for (const status of ["Active", "Inactive"])
    expect(evaluateRestore(facts({ history, key: { ...key, status } }))).toMatchObject({
      verdict: "restore",
      until: addDays(today, 3),
    });
});

it.each([
  {
    what: "that its owner switched off",
    wish: { history: emptyHistory },
    says: "has not switched this key off",
  },
  {
    what: "that is just being switched off",
    wish: { history: { ...emptyHistory, deactivation: { ...deactivation, state: "intended" as const } } },
    says: "has not finished",
  },
  { what: "that is gone", wish: { key: undefined }, says: "no such key any more" },
  { what: "that is on", wish: { key: { ...key, status: "Active" } }, says: "on already" },
  {
    what: "that another run has restored",
    wish: {
      key: { ...key, status: "Active" },
      history: { ...emptyHistory, deactivation, restore: restoredUntil(today) },
    },
    says: "on already",
  },
  {
    what: "of a status nobody knows",
    wish: { key: { ...key, status: "Expired" } },
    says: "status is Expired",
  },
])("refuses a key $what", ({ wish, says }) => {
  expect(evaluateRestore(facts(wish))).toEqual({ verdict: "refused", reason: expect.stringContaining(says) });
});
