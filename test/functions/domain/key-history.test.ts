import { describe, expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import {
  type Deactivation,
  deactivationNumber,
  emptyHistory,
  hasUnfinishedBusiness,
  type KeyHistory,
  keptRevocations,
  lastNamedDay,
  type Restore,
  type RevocationCause,
  reactivations,
  revoked,
} from "../../../functions/domain/key-history.ts";
import type { Delivery } from "../../../functions/domain/notice.ts";
import { historyOf, notice, restoredUntil, today } from "./key-fixture.ts";

const bounced: Delivery = { state: "bounced", on: today, cause: "Permanent/General" };

describe("the latest named day", () => {
  it("is the latest day, in whatever order the ledger lists the notices", () => {
    const notices = [undefined, 1, 9, 5].map((namesInDays) => notice({ namesInDays }));
    expect(lastNamedDay(notices)).toBe(addDays(today, 9));
  });

  it("does not exist if the notices name no day or bounced", () => {
    const notices = [notice({ namesInDays: undefined }), notice({ delivery: bounced })];
    expect(lastNamedDay(notices)).toBeUndefined();
  });
});

describe("a revocation", () => {
  it("begins the next round, is recorded with its cause, and ends the days of waiting", () => {
    const waiting = { round: 3, days: 4, last: today };
    const history = historyOf([notice()], { round: 3, waiting });
    expect(revoked(history, "exemptionBegun", today, "run-1")).toEqual({
      ...history,
      round: 4,
      revocations: [{ round: 4, by: "exemptionBegun", on: today, run: "run-1" }],
      restarts: 1,
      waiting: undefined,
    });
  });

  it.each<{ by: RevocationCause; restarts: number }>([
    { by: "staysActiveNotice", restarts: 1 },
    { by: "exemptionBegun", restarts: 1 },
    { by: "exemptionEnded", restarts: 1 },
    { by: "exemptionUnreadable", restarts: 1 },
    { by: "restore", restarts: 0 },
    { by: "deactivation", restarts: 0 },
  ])("by $by counts as $restarts restarts that tags or exemptions caused", ({ by, restarts }) => {
    expect(revoked(emptyHistory, by, today, "run").restarts).toBe(restarts);
  });

  it("is kept until ten later ones are recorded", () => {
    let history = emptyHistory;
    for (let round = 1; round <= keptRevocations + 1; round += 1)
      history = revoked(history, "restore", today, `run-${round}`);
    expect(history.revocations.map(({ round }) => round)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});

it.each<{ what: string; history: Partial<KeyHistory>; times: number }>([
  { what: "never deactivated", history: {}, times: 0 },
  { what: "deactivated three times", history: { deactivation: deactivation("done", 3) }, times: 3 },
  { what: "about to be deactivated again", history: { deactivation: deactivation("intended", 3) }, times: 2 },
  {
    what: "restored by an operator once",
    history: { deactivation: deactivation("done", 3), restore: restore(1) },
    times: 2,
  },
  {
    what: "restored by an operator each time",
    history: { deactivation: deactivation("done", 1), restore: restore(2) },
    times: 0,
  },
])(
  "a key that was $what was activated again by others $times times if it is Active",
  ({ history, times }) => {
    expect(reactivations({ ...emptyHistory, ...history })).toBe(times);
  },
);

function deactivation(state: Deactivation["state"], number: number): Deactivation {
  return { state, number, on: today, run: "run" };
}

function restore(number: number): Restore {
  return { state: "done", number, on: today, until: today, run: "restore", reason: "tests", deactivation: 1 };
}

describe("a key that is not active needs another look", () => {
  const done = (daysAgo: number): Deactivation => ({
    state: "done",
    number: 2,
    on: addDays(today, -daysAgo),
    run: "run",
  });
  const intended: Deactivation = { ...done(1), state: "intended" };
  const mail = notice({ id: { type: "deactivated", number: 2 }, namesInDays: undefined });

  it.each([
    {
      what: "its deactivation was interrupted",
      history: historyOf([mail], { deactivation: { ...intended, on: addDays(today, -20) } }),
    },
    {
      what: "its deactivation was interrupted and the owner was warned before",
      history: historyOf([notice()], { deactivation: intended }),
    },
    { what: "nobody was notified", history: historyOf([], { deactivation: done(20) }) },
    {
      what: "the mail bounced",
      history: historyOf([{ ...mail, delivery: bounced }], { deactivation: done(20) }),
    },
    {
      what: "SES refused the recipient",
      history: historyOf([{ ...mail, state: "refused" }], { deactivation: done(20) }),
    },
    {
      what: "only the mail about an earlier deactivation was sent",
      history: historyOf([{ ...mail, id: { type: "deactivated", number: 1 } }], { deactivation: done(20) }),
    },
    {
      what: "only the mail about a restore was sent",
      history: historyOf([{ ...mail, id: { type: "restored", number: 2 } }], { deactivation: done(20) }),
    },
    {
      what: "it was deactivated seven days ago, so that a recipient may have been missed",
      history: historyOf([mail], { deactivation: done(7) }),
    },
    {
      what: "an earlier deactivation was undone by a restore",
      history: historyOf([], { deactivation: done(20), restore: restoredUntil(today) }),
    },
  ])("if $what", ({ history }) => {
    expect(hasUnfinishedBusiness(history, today)).toBe(true);
  });

  it.each([
    { what: "Curfew did not deactivate it", history: historyOf([notice()]) },
    {
      what: "it was deactivated eight days ago and the mail was sent",
      history: historyOf([mail], { deactivation: done(8) }),
    },
    {
      what: "the mail reached one recipient and bounced from another",
      history: historyOf([{ ...mail, to: "b@example.com", delivery: bounced }, mail], {
        deactivation: done(8),
      }),
    },
    {
      what: "its deactivation was undone by a restore",
      history: historyOf([], { deactivation: { ...done(1), number: 1 }, restore: restoredUntil(today) }),
    },
    {
      what: "the owner was warned after the deactivation, so the key was active again",
      history: historyOf([notice({ round: 1 })], { round: 1, deactivation: done(1) }),
    },
  ])("not if $what", ({ history }) => {
    expect(hasUnfinishedBusiness(history, today)).toBe(false);
  });

  it.each([
    { before: undefined, number: 1 },
    { before: intended, number: 2 },
    { before: done(1), number: 3 },
  ])("the deactivation after $before has the number $number", ({ before, number }) => {
    expect(deactivationNumber({ ...emptyHistory, deactivation: before })).toBe(number);
  });
});
