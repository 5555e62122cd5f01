import { expect, it } from "vitest";
import { judgeCoverage } from "../../../functions/report/coverage.ts";
import { emptyTotals } from "../../../functions/report/tally.ts";
import type { ReportEvent } from "../../../statemachine/contract.ts";

/** The coverage of a run with so many accounts in each state. */
function coverageOf(
  counts: { reached?: number; notOnboarded?: number; unreached?: number },
  mapFailure?: ReportEvent["mapFailure"],
) {
  const { reached = 0, notOnboarded = 0, unreached = 0 } = counts;
  const listed = reached + notOnboarded + unreached;
  const accounts = { listed, reached, notOnboarded, unreached, leftOut: 0 };
  const list = Array.from({ length: unreached }, (_, index) => ({
    id: String(index + 1).padStart(12, "0"),
    name: `Account ${index + 1}`,
    reason: "no role",
  }));
  return judgeCoverage({ ...emptyTotals(0), accounts }, list, mapFailure);
}

it.each([
  { counts: { reached: 3 }, cause: "3 of 3 accounts were reached" },
  { counts: { reached: 1 }, cause: "1 of 1 account was reached" },
  { counts: { reached: 2, notOnboarded: 1 }, cause: "2 of 3 accounts were reached, 1 not onboarded yet" },
])("is complete: $cause", ({ counts, cause }) => {
  expect(coverageOf(counts)).toEqual({ coverage: "complete", cause, headline: cause });
});

it("is incomplete where no account is in scope: a mistyped unit must not look like success", () => {
  expect(coverageOf({})).toMatchObject({
    coverage: "incomplete",
    cause: expect.stringMatching(/no account is in scope/),
  });
});

it("is incomplete where one account was not reached, and names it with its reason in the cause", () => {
  expect(coverageOf({ reached: 2, unreached: 1 })).toEqual({
    coverage: "incomplete",
    cause: "1 of 3 accounts was not reached; 000000000001 (Account 1): no role",
    headline: "1 of 3 accounts was not reached",
  });
});

it("is incomplete where the map run failed, though every account was reached", () => {
  expect(coverageOf({ reached: 2 }, { Error: "States.ItemReaderFailed", Cause: "no such key" })).toEqual({
    coverage: "incomplete",
    cause: "the map run failed: States.ItemReaderFailed; 0 of 2 accounts were not reached",
    headline: "the map run failed: States.ItemReaderFailed; 0 of 2 accounts were not reached",
  });
  expect(coverageOf({ reached: 2 }, {}).headline).toContain("the map run failed: unknown error");
});

it("names ten accounts in the cause, in no more than a thousand characters", () => {
  const { cause } = coverageOf({ unreached: 5_000 });

  expect(cause.match(/no role/g)).toHaveLength(10);
  expect(cause.startsWith("5000 of 5000 accounts were not reached; 000000000001 (Account 1)")).toBe(true);

  const long = "x".repeat(5_000);
  const accounts = { listed: 1, reached: 0, notOnboarded: 0, unreached: 1, leftOut: 0 };
  const one = [{ id: "000000000001", name: "A", reason: long }];
  const shortened = judgeCoverage({ ...emptyTotals(0), accounts }, one, undefined).cause;
  expect(shortened).toHaveLength(1_000);
  expect(shortened.endsWith("x…")).toBe(true);
});

it("refuses figures that do not add up, rather than call a run complete", () => {
  const accounts = { listed: 3, reached: 2, notOnboarded: 0, unreached: 0, leftOut: 0 };

  expect(() => judgeCoverage({ ...emptyTotals(0), accounts }, [], undefined)).toThrow(
    "3 accounts listed, but 2 reached, 0 not onboarded, 0 unreached",
  );
});
