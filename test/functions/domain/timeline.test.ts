import { describe, expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import { delivered, timelineOf, waitedOn } from "../../../functions/domain/timeline.ts";
import { historyOf, janesTags, keyFacts, notice, restoredUntil, today } from "./key-fixture.ts";
import { rules } from "./policy-fixture.ts";

function steps(age: number, days: number, wishes: Parameters<typeof keyFacts>[0] = { age }) {
  const { today: _, ...facts } = keyFacts({ ...wishes, age });
  return timelineOf({ ...facts, from: today, to: addDays(today, days) });
}

it("predicts both warnings and the deactivation of an employee's key", () => {
  const owner = [{ address: "jane@example.com", as: "owner" }];
  const named = addDays(today, 25);

  expect(steps(65, 60)).toEqual([
    { on: addDays(today, 5), what: "notify", kind: "warning", to: owner, names: named },
    { on: addDays(today, 15), what: "notify", kind: "warning", to: owner, names: named },
    { on: named, what: "deactivate" },
  ]);
});

it("ends with its last day", () => {
  expect(steps(65, 4)).toEqual([]);
  expect(steps(65, 5)).toHaveLength(1);
});

it("predicts that a notice whose delivery failed goes to the fallback contact first", () => {
  const bounced = notice({ delivery: { state: "bounced", on: today, cause: "Permanent" }, sentDaysAgo: 1 });

  expect(steps(91, 30, { age: 91, history: historyOf([bounced]) })).toMatchObject([
    { on: today, what: "notify", to: [{ as: "fallback" }], names: addDays(today, 10) },
    { on: addDays(today, 10), what: "deactivate" },
  ]);
});

describe("a deactivation that is due", () => {
  const history = historyOf([notice()]);

  it("waits for the end of a pause", () => {
    const { today: _, ...facts } = keyFacts({ age: 90, history });
    const pausedUntil = addDays(today, 20);

    expect(timelineOf({ ...facts, pausedUntil, from: today, to: addDays(today, 30) })).toEqual([
      { on: addDays(today, 21), what: "deactivate" },
    ]);
  });

  it("waits for the change window to open", () => {
    const closed = [{ from: today, to: addDays(today, 3) }];
    const own = rules({ changeWindow: { weekdays: [], closed } });

    expect(steps(90, 10, { age: 90, history, rules: own })).toEqual([
      { on: addDays(today, 4), what: "deactivate" },
    ]);
  });
});

describe("a key that was restored", () => {
  const restore = restoredUntil(addDays(today, 5));
  const mail = { id: { type: "restored", number: 1 }, sentDaysAgo: 1, namesInDays: 9 } as const;

  it("causes no further mail to the security contact before its next deactivation", () => {
    const toSecurity = notice({ ...mail, to: "security@example.com", as: "security" });
    const history = historyOf([notice(mail), toSecurity], { restore });

    expect(steps(95, 30, { age: 95, history })).toEqual([{ on: addDays(today, 9), what: "deactivate" }]);
  });

  it("causes no mail to the security contact either when its next owner is warned", () => {
    const toSecurity = notice({ ...mail, to: "security@example.com", as: "security" });
    const history = historyOf([notice(mail), toSecurity], { restore });
    const tags = { ...janesTags, email: "new@example.com" };

    expect(steps(95, 30, { age: 95, history, tags })).toMatchObject([
      { what: "notify", to: [{ address: "new@example.com", as: "owner" }] },
      { what: "deactivate" },
    ]);
  });

  it("causes a mail to the fallback contact only, if the mail to its owner bounced", () => {
    const delivery = { state: "bounced", on: today, cause: "Permanent" } as const;
    const history = historyOf([notice({ ...mail, delivery })], { restore });

    expect(steps(95, 30, { age: 95, history })).toMatchObject([
      { on: today, what: "notify", to: [{ address: "cloud-team@example.com", as: "fallback" }] },
      { on: addDays(today, 10), what: "deactivate" },
    ]);
  });
});

it("predicts the warning after an exemption ends", () => {
  const tags = { ...janesTags, exempt: `${addDays(today, 3)} sam@example.com roles` };

  expect(steps(95, 20, { age: 95, tags, history: historyOf([notice({ sentDaysAgo: 15 })]) })).toMatchObject([
    { on: addDays(today, 4), kind: "finalWarning", names: addDays(today, 14) },
    { on: addDays(today, 14), what: "deactivate" },
  ]);
});

describe("days of waiting", () => {
  it("count once a day", () => {
    const first = waitedOn(today, { round: 0, notices: [] });
    const again = waitedOn(today, { round: 0, notices: [], waiting: first });

    expect(first).toEqual({ round: 0, days: 1, last: today });
    expect(again).toEqual(first);
    expect(waitedOn(addDays(today, 1), { round: 0, notices: [], waiting: again }).days).toBe(2);
  });

  it("start again in another round", () => {
    const waiting = { round: 0, days: 9, last: addDays(today, -1) };
    expect(waitedOn(today, { round: 1, notices: [], waiting })).toEqual({ round: 1, days: 1, last: today });
  });

  it("continue on the day after the named day", () => {
    const waiting = { round: 0, days: 1, last: addDays(today, -1) };
    const notices = [notice({ sentDaysAgo: 11, namesInDays: -1 })];

    expect(waitedOn(today, { round: 0, notices, waiting })).toEqual({ round: 0, days: 2, last: today });
  });

  it("start again after a notice named a later day than the last of them", () => {
    const waiting = { round: 0, days: 9, last: addDays(today, -12) };
    const notices = [notice({ sentDaysAgo: 11, namesInDays: -1 })];

    expect(waitedOn(today, { round: 0, notices, waiting })).toEqual({ round: 0, days: 1, last: today });
  });
});

it("a delivered notice replaces the claim on it", () => {
  const claimed = notice({ state: "claimed", delivery: { state: "unknown" } });
  const due = {
    id: claimed.id,
    kind: "warning",
    to: [
      { address: claimed.to, as: "owner" },
      { address: "joe@example.com", as: "owner" },
    ],
    names: today,
    noticeDays: 10,
    audience: "current",
  } as const;

  expect(delivered(due, { ...emptyHistory, notices: [claimed] }, today).notices).toMatchObject([
    { to: claimed.to, state: "sent", delivery: { state: "delivered", on: today } },
    { to: "joe@example.com", state: "sent" },
  ]);
});
