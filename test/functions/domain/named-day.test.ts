import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import { dayToName, type NamedDayFacts } from "../../../functions/domain/named-day.ts";
import { historyOf, notice, restoredUntil, today } from "./key-fixture.ts";
import { rules } from "./policy-fixture.ts";

function named(history: KeyHistory, wishes: Partial<NamedDayFacts> = {}) {
  const facts = {
    accessKeyId: "AKIAEXAMPLE1234WXYZ",
    dueOn: today,
    rules: rules(),
    today,
    spreadOverDays: 1,
  };
  return dayToName({ ...facts, history, ...wishes });
}

it.each([
  { what: "the notice period", history: emptyHistory, wishes: {}, days: 10 },
  { what: "the day of the policy", history: emptyHistory, wishes: { dueOn: addDays(today, 20) }, days: 20 },
  { what: "a day named before", history: historyOf([notice({ namesInDays: 13 })]), wishes: {}, days: 13 },
  {
    what: "the day after a restore",
    history: historyOf([], { restore: restoredUntil(addDays(today, 15)) }),
    wishes: {},
    days: 16,
  },
  {
    what: "the day after a pause",
    history: emptyHistory,
    wishes: { pausedUntil: addDays(today, 30) },
    days: 31,
  },
])("names the latest of these days: $what", ({ history, wishes, days }) => {
  expect(named(history, wishes)).toBe(addDays(today, days));
});

it("names no day before one that a revoked notice named, because its reader may know no better", () => {
  expect(named(historyOf([notice({ namesInDays: 40 })], { round: 1 }))).toBe(addDays(today, 40));
});

it("ignores the day of a mail that bounced", () => {
  const bounced = notice({
    namesInDays: 40,
    delivery: { state: "bounced", on: today, cause: "Permanent/General" },
  });
  expect(named(historyOf([bounced], { round: 1 }))).toBe(addDays(today, 10));
});

it("moves on to the first open day of the change window", () => {
  const closed = [{ from: addDays(today, 9), to: addDays(today, 12) }];
  expect(named(emptyHistory, { rules: rules({ changeWindow: { weekdays: [], closed } }) })).toBe(
    addDays(today, 13),
  );
});

it("names the same day for the same key in every run of a day", () => {
  const wishes = { dueOn: addDays(today, -100), spreadOverDays: 30 };
  expect(named(emptyHistory, wishes)).toBe(named(emptyHistory, wishes));
});

it("does not spread the day of a key that was warned before", () => {
  const wishes = { dueOn: addDays(today, -100), spreadOverDays: 30, accessKeyId: "AKIA7" };
  const days = Array.from({ length: 20 }, (_, index) =>
    named(historyOf([notice({ namesInDays: -3 })]), { ...wishes, accessKeyId: `AKIA${index}` }),
  );
  expect(new Set(days)).toEqual(new Set([addDays(today, 10)]));
});
