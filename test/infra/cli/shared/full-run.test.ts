import { expect, it } from "vitest";
import { lastFullRecord } from "../../../../infra/cli/shared/full-run.ts";
import type { RunRecord } from "../../../../infra/cli/shared/run-records.ts";
import { runRecord } from "../run-record-fixture.ts";

async function chosen(...runs: readonly Partial<RunRecord>[]) {
  async function* records() {
    for (const [index, given] of runs.entries()) {
      yield runRecord({ ...given, name: String(index) });
    }
  }
  return (await lastFullRecord(records()))?.name;
}

it("chooses the newest run over the whole Organization, and no run over some accounts or as of another day", async () => {
  expect(
    await chosen({ input: { accountIds: ["111111111111"] } }, { input: { asOf: "2027-01-31" } }, {}, {}),
  ).toBe("2");
});

it("prefers a run in the deployed mode to a newer one that was lowered to report mode, and uses the latter if there is no other", async () => {
  expect(await chosen({ input: { mode: "report" } }, {})).toBe("1");
  expect(await chosen({ input: { mode: "report" } }, { input: { mode: "report" } })).toBe("0");
});

it("accepts a run that failed only because accounts are unreachable, but no run that failed before its report", async () => {
  expect(
    await chosen(
      { status: "FAILED", error: "States.Timeout" },
      { status: "FAILED", error: "CoverageIncomplete" },
    ),
  ).toBe("1");
  expect(await chosen({ status: "RUNNING" })).toBeUndefined();
});
