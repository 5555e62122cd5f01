import { expect, it } from "vitest";
import { upcomingDays } from "../../../../functions/domain/recorded-timeline.ts";
import { forecastAnswer, forecastAnswerSchema } from "../../../../infra/cli/forecast/answer.ts";
import { forecastOf } from "../../../../infra/cli/forecast/load.ts";
import { forecastPage } from "../../../../infra/cli/forecast/print.ts";
import { pausedRun } from "../../../../infra/cli/shared/current-pause.ts";
import { loadRunFacts } from "../../../../infra/cli/shared/run-facts.ts";
import type { AccountResult } from "../../../../statemachine/account-result.ts";
import { policy } from "../../../functions/domain/policy-fixture.ts";
import { deactivatedResult, planOf, reporter } from "../../../functions/report/report-fixture.ts";
import {
  accountResult,
  dueKey,
  keyResult,
  run,
  sentNotice,
} from "../../../functions/report/result-fixture.ts";
import { memoryReader } from "../memory-reader.ts";
import { plainTerminal, tooWide } from "../plain-terminal.ts";
import { runReport } from "../run-report-fixture.ts";

const untaggedYet = { tags: "notRead" as const, tagsReadOn: undefined, userType: undefined };
const results: AccountResult[] = [
  accountResult(1, {
    results: [
      keyResult(1, { age: 65 }, { facts: untaggedYet }),
      keyResult(2, { age: 70, state: "notify" }, { notices: [sentNotice(2)] }),
      keyResult(3, { age: 78 }),
      keyResult(
        8,
        { age: 70, state: "notify" },
        { notices: [sentNotice(8, { outcome: "failed", error: "Throttling" })] },
      ),
      dueKey(4),
      dueKey(5, 104),
    ],
  }),
  accountResult(2, { mode: "report", results: [dueKey(6), keyResult(7, { age: 69 })] }),
];

/** The second account is in report mode. */
const reportInSecond = { accounts: ["000000000002"], organizationalUnits: [], mode: "report" as const };

async function forecast(
  days: number,
  more: Parameters<typeof runReport>[0] = {},
  reader = memoryReader({ results }),
  pausedUntil?: string,
) {
  const accountIds = results.map(({ account }) => account.id);
  const facts = await loadRunFacts({ reader, run, accountIds });
  return forecastOf({
    facts: {
      ...facts,
      run: pausedRun(facts.run, pausedUntil === undefined ? undefined : { until: pausedUntil }),
    },
    report: runReport(more),
    policy: policy({ overrides: [reportInSecond] }),
    days,
    now: new Date(`${run.day}T10:00:00Z`),
  });
}

it("has the same totals as the report of its run", async () => {
  // One key was deactivated, and its owner could not be notified. The other waits for the pace, and its warning would
  // be too old tomorrow if that day counted.
  const [done, waits] = [dueKey(4), dueKey(5, 104)];
  const unsent = sentNotice(4, {
    id: { type: "deactivated", number: 1 },
    outcome: "failed",
    error: "Throttling",
  });
  const first = "000000000001";
  const reported = reporter({
    results,
    plan: {
      state: "deactivate",
      keys: [...planOf([done], "deactivate", first).keys, ...planOf([waits], "waitsForPace", first).keys],
    },
    deactivated: { [first]: [deactivatedResult(done, { notices: [unsent] })] },
  });
  await reported.reportRun();
  const report = reported.report();
  const reader = { ...memoryReader({}), getText: async (key: string) => reported.objects.get(key) };
  const { forecast: found } = forecastAnswer(await forecast(upcomingDays, {}, reader));

  expect(found.totals.notices + found.inReportMode.notices).toBe(report.totals.upcomingNotices);
  expect(found.totals.deactivations + found.inReportMode.deactivations).toBe(
    report.totals.upcomingDeactivations,
  );
  expect(found.totals.notices).toBeGreaterThan(0);
});

it("does not count what would happen in accounts in report mode", async () => {
  const { forecast: found } = forecastAnswer(await forecast(14));

  const stepsIn = (mode: "report" | "enforce") => found.steps.filter((step) => step.mode === mode);
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

  expect(found.inReportMode.notices).toBe(2);
  expect(stepsIn("report").length).toBeGreaterThan(0);
  expect(found.totals.notices + found.totals.deactivations).toBe(stepsIn("enforce").length);
  expect(sum(found.days.map(({ notices }) => notices))).toBe(found.totals.notices);
  expect(sum(found.days.map(({ deactivations }) => deactivations))).toBe(found.totals.deactivations);
});

it("forecasts no deactivation during a pause that began after the run, and says until when it lasts", async () => {
  const reader = memoryReader({ results });
  const paused = await forecast(30, {}, reader, "2026-12-23");
  const deactivations = (steps: typeof paused.steps) =>
    steps.filter(({ step }) => step.what === "deactivate");

  expect(deactivations((await forecast(30)).steps).length).toBeGreaterThan(0);
  expect(deactivations(paused.steps)).toEqual([]);
  expect(forecastPage(paused, plainTerminal)).toContain("Paused until 2026-12-23 (included)");
});

it("names no recipient for a key whose tags no run has read, and counts the key as unknown", async () => {
  const page = forecastPage(await forecast(10), plainTerminal);

  expect(page).toContain("(tags not read yet)");
  expect(page).toContain("The tags of 1 key are read on the first stage");
});

it("names the accounts that were not or only partly evaluated", async () => {
  const unreachable = [
    { id: "000000000008", name: "Gone", reason: { code: "roleRefused", error: "no" } as const },
  ];
  const page = forecastPage(await forecast(10, { unreachable }), plainTerminal);

  expect(page).toContain("1 account not or only partly evaluated: 000000000008 (Gone)");
});

it("has JSON output that matches its schema without a full key ID, and text that fits a terminal", async () => {
  const found = await forecast(30);
  const answer = JSON.stringify(forecastAnswer(found));

  expect(forecastAnswerSchema.parse(JSON.parse(answer)).forecast.to).toBe("2026-12-23");
  expect(answer).not.toContain("AKIA");
  expect(tooWide(forecastPage(found, plainTerminal))).toEqual([]);
});
