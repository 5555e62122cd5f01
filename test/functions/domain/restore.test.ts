import { describe, expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { Deactivation, Restore } from "../../../functions/domain/key-history.ts";
import {
  dayNamedByRestore,
  evaluateRestore,
  type KeyAfterRestore,
  type RestoreFacts,
} from "../../../functions/domain/restore.ts";
import { type FoundTags, readUserFacts } from "../../../functions/domain/user-facts.ts";
import { historyOf, janesTags, notice, today } from "./key-fixture.ts";
import { rules } from "./policy-fixture.ts";

const deactivation: Deactivation = { state: "done", number: 2, on: "2026-11-20", run: "daily-1" };
const restore: Restore = {
  state: "done",
  number: 1,
  on: "2026-11-21",
  until: "2026-12-21",
  run: "restore-0",
  reason: "broke the build",
  deactivation: 2,
};
const key = (status: string) => ({
  accessKeyId: "AKIAEXAMPLE1234WXYZ",
  userName: "jane",
  status,
  createdOn: "2026-08-01",
});

/** A request to restore for 30 days a key that Curfew deactivated three days ago, with changes. */
function facts(wishes: Partial<RestoreFacts> = {}): RestoreFacts {
  return {
    key: key("Inactive"),
    history: historyOf([], { deactivation }),
    run: { id: "restore-1", day: today },
    days: 30,
    ...wishes,
  };
}

it("restores a key that Curfew deactivated, until the last of the requested days", () => {
  expect(evaluateRestore(facts())).toEqual({
    outcome: "restore",
    until: "2026-12-23",
    deactivation,
    number: 1,
    wasDone: false,
  });
});

const intended = (on: string): Deactivation => ({ ...deactivation, state: "intended", on });

const ofThisRun = (state: Restore["state"]): Restore => ({ ...restore, state, run: "restore-1" });

const refusals: { what: string; wishes: Partial<RestoreFacts>; reason: object }[] = [
  {
    what: "unknown to the ledger",
    wishes: { history: undefined },
    reason: { code: "notDeactivatedByCurfew" },
  },
  {
    what: "that Curfew never deactivated",
    wishes: { history: historyOf([]) },
    reason: { code: "notDeactivatedByCurfew" },
  },
  {
    what: "that somebody else deactivated long after Curfew intended to",
    wishes: { history: historyOf([], { deactivation: intended("2026-11-21") }) },
    reason: { code: "deactivationUnfinished" },
  },
  {
    what: "that Curfew is about to deactivate",
    wishes: { history: historyOf([], { deactivation: intended(today) }), key: key("Active") },
    reason: { code: "deactivationUnfinished" },
  },
  {
    what: "that another run deactivated, if the request is about one run",
    wishes: { deactivatedBy: "daily-2" },
    reason: { code: "deactivatedByAnotherRun", run: "daily-1" },
  },
  {
    what: "that another run intended and the run of the request recorded",
    wishes: {
      deactivatedBy: "daily-1",
      history: historyOf([], { deactivation: { ...deactivation, begunBy: "daily-0" } }),
    },
    reason: { code: "deactivatedByAnotherRun", run: "daily-0" },
  },
  { what: "that is gone", wishes: { key: undefined }, reason: { code: "keyGone" } },
  { what: "that is active", wishes: { key: key("Active") }, reason: { code: "alreadyActive" } },
  {
    what: "with another status",
    wishes: { key: key("Expired") },
    reason: { code: "unexpectedStatus", status: "Expired" },
  },
  {
    what: "that somebody else deactivated after its restore",
    wishes: { history: historyOf([], { deactivation, restore }) },
    reason: { code: "deactivatedByOthers", restoredOn: "2026-11-21" },
  },
  {
    what: "that was active again when its owner was warned, and that somebody else deactivated since",
    wishes: { history: historyOf([notice({ sentDaysAgo: 2, round: 1 })], { deactivation, round: 1 }) },
    reason: { code: "wasActiveAgain", warnedOn: "2026-11-21" },
  },
  {
    what: "that somebody else deactivated after a first attempt of this restore",
    wishes: { history: historyOf([], { deactivation, restore: ofThisRun("done") }) },
    reason: { code: "deactivatedByOthers", restoredOn: "2026-11-21" },
  },
];

it.each(refusals)("refuses a key $what", ({ wishes, reason }) => {
  expect(evaluateRestore(facts(wishes))).toEqual({ outcome: "refused", reason });
});

it.each([
  { what: "it recorded itself", recorded: { run: "daily-1" } },
  { what: "a later run recorded", recorded: { run: "daily-2", begunBy: "daily-1" } },
])("restores a key for the run that deactivated it, which $what", ({ recorded }) => {
  const history = historyOf([], { deactivation: { ...deactivation, ...recorded } });

  expect(evaluateRestore(facts({ history, deactivatedBy: "daily-1" }))).toMatchObject({ outcome: "restore" });
});

it.each([today, "2026-11-22"])(
  "restores a key that became Inactive before the deactivation intended on %s was recorded",
  (on) => {
    const history = historyOf([notice({ sentDaysAgo: 10 })], { deactivation: intended(on) });

    expect(evaluateRestore(facts({ history }))).toMatchObject({ outcome: "restore", wasDone: false });
  },
);

it("restores a key whose warnings are all from before the deactivation", () => {
  const history = historyOf([notice({ round: 0 })], { deactivation, round: 1 });

  expect(evaluateRestore(facts({ history }))).toMatchObject({ outcome: "restore" });
});

it("restores again after a later deactivation by Curfew, with the next number", () => {
  const history = historyOf([], { deactivation, restore: { ...restore, deactivation: 1 } });

  expect(evaluateRestore(facts({ history }))).toMatchObject({ outcome: "restore", number: 2 });
});

it("takes over a restore that another execution did not finish", () => {
  const history = historyOf([], { deactivation, restore: { ...restore, state: "intended" } });

  expect(evaluateRestore(facts({ history }))).toMatchObject({ outcome: "restore", number: 2 });
});

it("takes over a restore that another execution left after it had reactivated the key", () => {
  const history = historyOf([], { deactivation, restore: { ...restore, state: "intended" } });

  expect(evaluateRestore(facts({ history, key: key("Active") }))).toMatchObject({
    outcome: "restore",
    number: 2,
    wasDone: false,
  });
});

it("continues a restore of another execution while it lasts, so that everybody is notified", () => {
  const history = historyOf([], { deactivation, restore });
  const wished = facts({ history, key: key("Active") });

  expect(evaluateRestore(wished)).toEqual({
    outcome: "restore",
    until: restore.until,
    deactivation,
    number: 1,
    wasDone: true,
  });
  const onLastDay = { ...wished, run: { id: "restore-1", day: restore.until } };
  expect(evaluateRestore(onLastDay)).toMatchObject({ outcome: "restore", wasDone: true });
  expect(evaluateRestore({ ...wished, run: { id: "restore-1", day: "2026-12-22" } })).toEqual({
    outcome: "refused",
    reason: { code: "alreadyActive" },
  });
});

it.each([
  { attempt: "was recorded only", state: "intended", status: "Inactive" },
  { attempt: "reactivated the key", state: "intended", status: "Active" },
  { attempt: "was done", state: "done", status: "Active" },
] as const)(
  "gives the same answer in a second attempt of its execution, if the first $attempt",
  ({ state, status }) => {
    const history = historyOf([], { deactivation, restore: ofThisRun(state) });

    expect(evaluateRestore(facts({ history, key: key(status) }))).toMatchObject({
      outcome: "restore",
      number: 1,
    });
  },
);

describe("the day that the mail about a restore names", () => {
  const restored = { ...restore, until: addDays(today, 14) };
  const dayFor = (tags: FoundTags, more: Partial<KeyAfterRestore> = {}) =>
    dayNamedByRestore(readUserFacts(tags, rules(), today), {
      key: key("Active"),
      history: historyOf([], { restore: restored }),
      rules: rules(),
      today,
      ...more,
    });

  it("is the day after the restore ends, or later if the notice period or a pause ends later", () => {
    const short = historyOf([], { restore: { ...restored, until: addDays(today, 3) } });

    expect(dayFor(janesTags)).toBe(addDays(today, 15));
    expect(dayFor(janesTags, { history: short })).toBe(addDays(today, 10));
    expect(dayFor(janesTags, { pausedUntil: addDays(today, 20) })).toBe(addDays(today, 21));
  });

  it.each<{ what: string; tags: FoundTags; named: boolean }>([
    {
      what: "an exemption that has ended",
      tags: { exempt: "2026-11-22 sam@example.com roles" },
      named: true,
    },
    { what: "an exemption that lasts", tags: { exempt: "2026-12-31 sam@example.com roles" }, named: false },
    { what: "an exemption that cannot be read", tags: { exempt: "please" }, named: false },
    { what: "a machine", tags: { userType: "machine" }, named: false },
    { what: "an unknown user type", tags: { userType: "robot" }, named: false },
  ])("with $what: $named", ({ tags, named }) => {
    expect(dayFor({ ...janesTags, ...tags }) !== undefined).toBe(named);
  });

  it("is none in report mode", () => {
    expect(dayFor(janesTags, { rules: rules({ mode: "report" }) })).toBeUndefined();
  });
});
