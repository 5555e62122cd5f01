import { expect, it } from "vitest";
import { evaluateKey } from "../../../functions/domain/evaluate-key.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import { mayBeSwitchedOff } from "../../../functions/domain/may-be-switched-off.ts";
import { type KeyWishes, keyFacts, today, told } from "./key-fixture.ts";

const inTime = told({ "day-70": 20, "day-80": 10 });
const switchedOff: KeyHistory["deactivation"] = { state: "done", on: today, run: "daily", count: 1 };

const cases: readonly { what: string; wishes: KeyWishes; may: boolean }[] = [
  { what: "one day before its last", wishes: { age: 89, history: inTime }, may: false },
  { what: "on its last day", wishes: { age: 90, history: inTime }, may: true },
  { what: "long after it", wishes: { age: 400, history: inTime }, may: true },
  { what: "never told of", wishes: { age: 90, history: emptyHistory }, may: false },
  { what: "first told of a day too late", wishes: { age: 90, history: told({ final: 9 }) }, may: false },
  { what: "first told of just in time", wishes: { age: 90, history: told({ final: 10 }) }, may: true },
  {
    what: "told of in words that announce nothing",
    wishes: { age: 90, history: told({ "day-80-stays-on": 20 }) },
    may: false,
  },
  { what: "off already", wishes: { age: 90, history: inTime, status: "Inactive" }, may: false },
  {
    what: "switched off by Curfew before",
    wishes: { age: 90, history: { ...inTime, deactivation: switchedOff } },
    may: false,
  },
  {
    what: "of a user whose tags will say otherwise",
    wishes: { age: 90, history: inTime, userType: "machine" },
    may: true,
  },
];

it.each(cases)("a remembered key $what may be due to be switched off: $may", ({ wishes, may }) => {
  expect(mayBeSwitchedOff(keyFacts(wishes))).toBe(may);
});

it("leaves out no key that is due: whatever is due may be", () => {
  const due = cases.filter(({ wishes }) => evaluateKey(keyFacts(wishes)).verdict === "deactivate");

  expect(due.length).toBeGreaterThan(2);
  for (const { wishes } of due)
    expect(mayBeSwitchedOff(keyFacts(wishes))).toBe(wishes.history?.deactivation === undefined);
});
