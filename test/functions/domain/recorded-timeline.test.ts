import { describe, expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { RecordedFacts } from "../../../functions/domain/recorded-facts.ts";
import { type KeyAfterRun, timelineAfterRun } from "../../../functions/domain/recorded-timeline.ts";
import { historyOf, janesTags, notice, today } from "./key-fixture.ts";
import { rules } from "./policy-fixture.ts";

/** Jane's key after today's run, with changes. */
function key(age: number, facts: Partial<RecordedFacts> = {}, rest: Partial<KeyAfterRun> = {}): KeyAfterRun {
  return {
    facts: {
      accessKeyId: "AKIAEXAMPLE1234WXYZ",
      userName: "jane",
      status: "Active",
      createdOn: addDays(today, -age),
      keyFrom: "listing",
      tags: janesTags,
      history: historyOf([]),
      ...facts,
    },
    isDeactivated: false,
    isWaiting: false,
    isFailed: false,
    notices: [],
    ...rest,
  };
}

/** What comes next, by days from today. */
function next(after: KeyAfterRun, days = 14, pausedUntil?: string) {
  const run = { day: today, pausedUntil, spreadOverDays: 1 };
  return timelineAfterRun(after, rules(), run, days).map(({ on, what }) => [
    what,
    (Date.parse(on) - Date.parse(today)) / 86_400_000,
  ]);
}

const warned = historyOf([notice()]);
const sent = { outcome: "sent" };

describe("after a run", () => {
  it("a young key whose tags were not read gets its first notice on the day of the first stage", () => {
    expect(next(key(60, { tags: "notRead" }))).toEqual([["notify", 10]]);
    expect(next(key(60, { tags: "notRead" }), 9)).toEqual([]);
  });

  it.each(["sent", "wouldSend"])(
    "a notice with the outcome %s is not sent again on the next day",
    (outcome) => {
      expect(next(key(75, {}, { notices: [{ outcome }] }))).toEqual([["notify", 5]]);
    },
  );

  it("a notice that failed is sent on the next day", () => {
    expect(next(key(75, {}, { notices: [sent, { outcome: "failed" }] }))).toEqual([
      ["notify", 1],
      ["notify", 5],
    ]);
  });

  it.each([{ isWaiting: true }, { isFailed: true }])(
    "a due key with %o is deactivated on the next day",
    (state) => {
      expect(next(key(90, { history: warned }, state))).toEqual([["deactivate", 1]]);
    },
  );

  it("a due key waits for the end of a pause", () => {
    expect(next(key(90, { history: warned }, { isWaiting: true }), 14, addDays(today, 3))).toEqual([
      ["deactivate", 4],
    ]);
  });

  it.each([
    { waits: true, steps: [["deactivate", 1]] },
    {
      waits: false,
      steps: [
        ["notify", 1],
        ["deactivate", 11],
      ],
    },
  ])("the wait of today keeps a notice from becoming too old: $waits", ({ waits, steps }) => {
    const history = historyOf([notice({ sentDaysAgo: 30, namesInDays: -14 })]);
    expect(next(key(104, { history }, { isWaiting: true, planned: { waits } }))).toEqual(steps);
  });

  it.each([
    { what: "was deactivated", after: key(90, { history: warned }, { isDeactivated: true }) },
    { what: "is Inactive", after: key(90, { history: warned, status: "Inactive" }) },
  ])("nothing comes next for a key that $what", ({ after }) => {
    expect(next(after)).toEqual([]);
  });
});
