import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { type TagFacts, tagSourceOf } from "../../../functions/domain/inventory-tags.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import type { NoticeRecord } from "../../../functions/domain/notice.ts";
import { rules } from "./policy-fixture.ts";

const today = "2026-11-23";

/** A user whose weekly reading is on another weekday, so that only the key matters. */
const userName = "user-3";

interface Wish {
  readonly age: number;
  /** How many days ago the tags were read. Absent: never. */
  readonly readAgo?: number;
  readonly status?: string;
  readonly history?: KeyHistory;
  readonly stages?: ReturnType<typeof rules>["stages"];
  readonly run?: Partial<TagFacts["run"]>;
  readonly readBy?: string;
}

function sourceFor({ age, readAgo, status = "Active", history = emptyHistory, ...wish }: Wish) {
  const accessKeyId = "AKIAEXAMPLEJANE0";
  const key = { accessKeyId, userName, status, createdOn: addDays(today, -age) };
  const ownRules = wish.stages === undefined ? rules() : rules({ stages: wish.stages });
  const remembered =
    readAgo === undefined
      ? undefined
      : { found: {}, descriptions: {}, readOn: addDays(today, -readAgo), run: wish.readBy ?? "earlier" };
  const run = { id: "now", day: today, utcDay: today, ...wish.run } as const;
  return tagSourceOf({ userName, keys: [{ key, history, rules: ownRules, today }], remembered, run });
}

/** A history with a standing notice that names this day. */
function naming(names: string): KeyHistory {
  const notice: NoticeRecord = {
    id: { type: "finalWarning", round: 0, number: 1 },
    to: "jane@example.com",
    as: "owner",
    state: "sent",
    on: addDays(names, -12),
    run: "earlier",
    claimId: "claim",
    round: 0,
    names,
    noticeDays: 10,
    audience: "current",
    delivery: { state: "unknown" },
  };
  return { ...emptyHistory, notices: [notice] };
}

it.each([
  { case: "a key before the first stage", age: 69, source: "notNeeded" },
  {
    case: "an Inactive key that Curfew did not deactivate",
    age: 200,
    status: "Inactive",
    source: "notNeeded",
  },
  { case: "tags that were never read", age: 75, source: "read" },
  { case: "tags that were never read, on the day of the first stage", age: 70, source: "read" },
  { case: "a day between two stages", age: 75, readAgo: 1, source: "remembered" },
  {
    case: "a day between two stages, in the second run of the day",
    age: 75,
    readAgo: 0,
    source: "remembered",
  },
  { case: "the day of a stage", age: 80, readAgo: 1, source: "read" },
  { case: "the day of a stage, in the second run of the day", age: 80, readAgo: 0, source: "read" },
  { case: "the day after a stage", age: 81, readAgo: 1, source: "remembered" },
  { case: "the day after a stage that no run saw", age: 81, readAgo: 2, source: "read" },
  { case: "the day of deactivation of another user type", age: 90, readAgo: 1, source: "read" },
  { case: "day 95, when nothing is due", age: 95, readAgo: 1, source: "remembered" },
  { case: "the day of a reminder after the last stage", age: 120, readAgo: 1, source: "read" },
  { case: "the day of a reminder, in the second run of the day", age: 120, readAgo: 0, source: "read" },
  { case: "the day after a reminder", age: 121, readAgo: 1, source: "remembered" },
  { case: "a reminder that no run saw", age: 122, readAgo: 3, source: "read" },
  {
    case: "the day of a reminder about an exemption, counted from the first stage",
    age: 100,
    readAgo: 1,
    source: "read",
  },
  { case: "the day that a notice named", age: 95, readAgo: 1, history: naming(today), source: "read" },
  {
    case: "the day after it",
    age: 96,
    readAgo: 1,
    history: naming(addDays(today, -1)),
    source: "remembered",
  },
  {
    case: "minimumNoticeDays before it",
    age: 95,
    readAgo: 1,
    history: naming(addDays(today, 10)),
    source: "read",
  },
  { case: "one day later", age: 95, readAgo: 1, history: naming(addDays(today, 9)), source: "remembered" },
  {
    case: "a named day of a round that was revoked",
    age: 95,
    readAgo: 1,
    history: { ...naming(today), round: 1 },
    source: "remembered",
  },
  { case: "a retry of the run that read them", age: 80, readAgo: 0, readBy: "now", source: "remembered" },
  {
    case: "an ad hoc run",
    age: 75,
    readAgo: 1,
    run: { readsFresh: true },
    source: "read",
  },
  { case: "a run as of another day", age: 75, readAgo: 1, run: { utcDay: "2026-10-01" }, source: "read" },
  { case: "tags read on a later day than the run's", age: 75, readAgo: -1, source: "read" },
] as const)("the tags are $source: $case", ({ source, ...wish }) => {
  expect(sourceFor(wish)).toBe(source);
});

it("counts reminders from the last stage of each user type, not only from the last of all", () => {
  const stages = [
    { day: 30, actions: { employee: "notify", machine: "notify" } },
    { day: 90, actions: { employee: "deactivate" } },
  ] as const;

  expect(sourceFor({ age: 60, readAgo: 1, stages })).toBe("read");
  expect(sourceFor({ age: 61, readAgo: 1, stages })).toBe("remembered");
});

it("counts reminders from a stage in the middle if it is the last one of a user type that stays active", () => {
  const middle = (employee: "notify" | "deactivate") =>
    [
      { day: 10, actions: { employee: "notify", machine: "notify" } },
      { day: 45, actions: { employee } },
      { day: 95, actions: { machine: "notify" } },
    ] as const;

  expect(sourceFor({ age: 75, readAgo: 1, stages: middle("notify") })).toBe("read");
  expect(sourceFor({ age: 76, readAgo: 1, stages: middle("notify") })).toBe("remembered");
  expect(sourceFor({ age: 75, readAgo: 1, stages: middle("deactivate") })).toBe("remembered");
});

it("counts reminders from the last stage for users of an unknown type, and only after it", () => {
  const stages = [
    { day: 20, actions: { employee: "notify", machine: "notify" } },
    { day: 90, actions: { employee: "deactivate" } },
  ] as const;

  expect(sourceFor({ age: 120, readAgo: 1, stages })).toBe("read");
  expect(sourceFor({ age: 60, readAgo: 1, stages })).toBe("remembered");
});

it("reads the tags if an action may be due for one of two keys", () => {
  const keyOf = (age: number) => ({
    key: { accessKeyId: `AKIA${age}`, userName, status: "Active", createdOn: addDays(today, -age) },
    history: emptyHistory,
    rules: rules(),
    today,
  });
  const remembered = { found: {}, descriptions: {}, readOn: addDays(today, -1), run: "earlier" };
  const run = { id: "now", day: today, utcDay: today } as const;

  expect(tagSourceOf({ userName, keys: [keyOf(75), keyOf(80)], remembered, run })).toBe("read");
  expect(tagSourceOf({ userName, keys: [keyOf(75), keyOf(76)], remembered, run })).toBe("remembered");
});

it("reads the tags of each user at least every seven days, of about a seventh of the users each day", () => {
  const day = (count: number) => addDays(today, count);
  const users = Array.from({ length: 1_000 }, (_, index) => `user-${index}`);
  const readOn = new Map(users.map((name) => [name, today]));
  const perDay: number[] = [];
  for (let count = 1; count <= 14; count += 1) {
    const due = users.filter((name) => {
      const createdOn = addDays(today, -130);
      const key = { accessKeyId: "AKIAEXAMPLEJANE0", userName: name, status: "Active", createdOn };
      const keys = [{ key, history: emptyHistory, rules: rules(), today: day(count) }];
      const remembered = { found: {}, descriptions: {}, readOn: readOn.get(name) ?? "", run: "earlier" };
      const run = { id: "now", day: day(count), utcDay: day(count) } as const;
      return tagSourceOf({ userName: name, keys, remembered, run }) === "read";
    });
    for (const name of due) readOn.set(name, day(count));
    perDay.push(due.length);
    expect(
      [...readOn.values()].every((on) => on > day(count - 7)),
      `day ${count}`,
    ).toBe(true);
  }

  expect(perDay.slice(0, 7).reduce((sum, one) => sum + one, 0)).toBe(1_000);
  expect(Math.max(...perDay)).toBeLessThan(190);
});
