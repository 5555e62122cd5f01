import { expect, it } from "vitest";
import { totalLines } from "../../../../functions/report/page/total-lines.ts";
import { run } from "../result-fixture.ts";
import { runReport, totals } from "./report-page-fixture.ts";

it("stands beside the last run's figures, and has none where there is no run to compare with", () => {
  const previous = { run: { ...run, id: "daily-0" }, totals: totals({ activeKeys: 7 }) };
  const now = totals({ activeKeys: 9 });
  const activeKeys = (report: ReturnType<typeof runReport>) =>
    totalLines(report).find(({ title }) => title === "Active keys");

  expect(activeKeys(runReport({ totals: now, previous }))).toMatchObject({ now: 9, before: 7 });
  expect(activeKeys(runReport({ totals: now }))).toMatchObject({ now: 9, before: undefined });
});

it("marks what must not happen, and only where it has", () => {
  const accounts = { listed: 3, reached: 2, notOnboarded: 0, unreached: 1, leftOut: 4 };
  const failing = totals({ accounts, noticesFailed: 1, deactivationsFailed: 1, keysWithheld: 5 });
  const grave = (report: ReturnType<typeof runReport>) =>
    totalLines(report)
      .filter(({ isGrave }) => isGrave)
      .map(({ title }) => title);

  expect(grave(runReport({ totals: failing }))).toEqual([
    "Accounts not reached",
    "Notices not sent",
    "Deactivations failed",
  ]);
  expect(grave(runReport())).toEqual([]);
});

it("shows report mode's own figures in report mode, and where some account is in it", () => {
  const shown = (report: ReturnType<typeof runReport>) =>
    totalLines(report).filter(({ title }) => title.endsWith("in report mode")).length;

  expect(shown(runReport())).toBe(0);
  expect(shown(runReport({ run: { ...run, mode: "report" } }))).toBe(2);
  expect(shown(runReport({ totals: totals({ wouldNotify: 1 }) }))).toBe(1);
});
