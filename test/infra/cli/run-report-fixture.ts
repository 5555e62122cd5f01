import type { Totals } from "../../../statemachine/contract.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { run } from "../../functions/report/result-fixture.ts";

/** The totals of a run that reached all of two accounts and had nothing to do. */
export function totals(more: Partial<Totals> = {}): Totals {
  return {
    accounts: { listed: 2, reached: 2, notOnboarded: 0, unreached: 0, leftOut: 0 },
    users: 3,
    keys: 3,
    activeKeys: 3,
    noticesSent: 0,
    noticesFailed: 0,
    keysDeactivated: 0,
    deactivationsFailed: 0,
    keysWithheld: 0,
    keysExempt: 0,
    wouldNotify: 0,
    wouldDeactivate: 0,
    ...more,
  };
}

/** The report of such a run. */
export function runReport(more: Partial<RunReport> = {}): RunReport {
  return {
    run,
    coverage: "complete",
    cause: "2 of 2 accounts were reached",
    headline: "2 of 2 accounts were reached",
    totals: totals(),
    stages: [],
    overrideStageDays: [],
    ages: [],
    upcoming: [],
    unreached: [],
    notOnboarded: [],
    leftOut: [],
    rootKeys: [],
    accounts: [],
    keys: [],
    ...more,
  };
}
