import { expect, it } from "vitest";
import type { ListedRun, Status } from "../../../../infra/cli/status/load-status.ts";
import { statusPage } from "../../../../infra/cli/status/status-page.ts";
import { plainTerminal } from "../plain-terminal.ts";
import { runRecord } from "../run-record-fixture.ts";
import { totals } from "../run-report-fixture.ts";

const noReport: Status["due"] = { missing: "no run over the whole Organization has left a report yet" };

function page(runs: readonly ListedRun[], due: Status["due"] = noReport): string {
  const status = { accountId: "111122223333", region: "eu-central-1", today: "2026-11-24", runs, due };
  return statusPage(status, plainTerminal);
}

const big = totals({
  accounts: { listed: 49_999, reached: 49_998, notOnboarded: 0, unreached: 1, leftOut: 0 },
  wouldNotify: 12_345,
  wouldDeactivate: 1_234,
});

it("shows in brackets what a reporting run would have done, and says what the brackets mean", () => {
  const record = runRecord({ input: { mode: "report" } });
  const outcome = {
    mode: "report" as const,
    coverage: "complete" as const,
    totals: totals({ wouldNotify: 7 }),
  };

  expect(page([{ record, outcome }])).toMatch(
    /^11-23 08:00 +report +all +2\/2 +\(7\) +\(0\) +42 s +complete$/m,
  );
  expect(page([{ record, outcome }])).toContain("(in brackets: report mode");
});

it("keeps to 80 columns with 50,000 accounts", () => {
  const record = runRecord({
    status: "FAILED",
    error: "CoverageIncomplete",
    input: { asOf: "2027-01-31" },
    endedAt: new Date("2026-11-23T11:42:00Z"),
  });
  const outcome = { mode: "report" as const, coverage: "incomplete" as const, totals: big };

  const widest = Math.max(
    ...page([{ record, outcome }])
      .split("\n")
      .map((line) => line.length),
  );
  expect(widest).toBeLessThanOrEqual(80);
});

it("says why the last run failed, and what nobody knows of a run", () => {
  const failed = runRecord({ status: "FAILED", error: "States.Runtime", cause: "no such state" });

  expect(page([{ record: failed }])).toMatch(/failed$/m);
  expect(page([{ record: failed }])).toContain("Last run: States.Runtime: no such state");
  expect(page([{ record: runRecord(), unknown: "s3://b/k is not there" }])).toContain(
    "s3://b/k is not there",
  );
});

it("shows a run under way without an end", () => {
  const record = runRecord({ status: "RUNNING", endedAt: undefined });

  expect(page([{ record }])).toMatch(/^11-23 08:00 +all +running$/m);
});

it("tells where to begin where nothing has run yet", () => {
  expect(page([])).toContain("curfew run --report --watch");
  expect(page([])).toContain("Not known: no run over the whole Organization");
});

it("names the accounts with most due first, and warns of figures that are old", () => {
  const due = {
    run: "daily-1",
    day: "2026-11-22",
    mode: "enforce" as const,
    days: [
      {
        on: "2026-11-25",
        notices: 5,
        deactivations: 1,
        accounts: [
          ["111111111111", 1, 0],
          ["222222222222", 4, 1],
        ] as [string, number, number][],
      },
    ],
    accountNames: new Map([["222222222222", "Payments"]]),
  };

  const text = page([], due);
  expect(text).toMatch(/^2026-11-25 +5 +1 {2}Payments, 111111111111$/m);
  expect(text).toContain("The last run over the whole Organization was on 2026-11-22.");
});
