import { expect, it } from "vitest";
import { count, resultOf, scopeOf, took } from "../../../../infra/cli/status/run-words.ts";

it("says what a run went over", () => {
  const two = ["111122223333", "444455556666"];

  expect(scopeOf({ input: {} })).toBe("all");
  expect(scopeOf({ input: { accountIds: two } })).toBe("2 accounts");
  expect(scopeOf({ input: { asOf: "2027-01-31" } })).toBe("2027-01-31");
  expect(scopeOf({ input: { accountIds: two, asOf: "2027-01-31" } })).toBe("2, 2027-01-31");
  expect(scopeOf({ input: undefined })).toBe("?");
});

it("tells an incomplete coverage from a failure", () => {
  expect(resultOf({ status: "FAILED", error: "CoverageIncomplete" }).text).toBe("incomplete");
  expect(resultOf({ status: "FAILED", error: "States.Runtime" })).toEqual({ text: "failed", is: "red" });
  expect(resultOf({ status: "TIMED_OUT", error: undefined }).text).toBe("timed out");
});

it("counts a run's time in the unit that a person would", () => {
  const startedAt = new Date("2026-11-23T08:00:00Z");
  const after = (seconds: number) =>
    took({ startedAt, endedAt: new Date(startedAt.getTime() + seconds * 1000) });

  expect([0.2, 119, 120, 7_199, 13_320].map(after)).toEqual(["1 s", "119 s", "2 min", "2.0 h", "3.7 h"]);
  expect(took({ startedAt, endedAt: undefined })).toBe("");
});

it("counts one thing and several", () => {
  expect([count(0, "key"), count(1, "key"), count(2, "key")]).toEqual(["0 keys", "1 key", "2 keys"]);
});
