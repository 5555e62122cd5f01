import { emptyTotals } from "../../../functions/report/tally.ts";
import type { AccountRow, KeyRow, RunReport } from "../../../statemachine/run-report.ts";
import type { Totals } from "../../../statemachine/run-summary.ts";
import { createdFor, keyId, run } from "../../functions/report/result-fixture.ts";

/** The totals of a run that evaluated two accounts and had nothing to do. */
export function totals(more: Partial<Totals> = {}): Totals {
  const accounts = { ...emptyTotals().accounts, listed: 2, evaluated: 2 };
  return { ...emptyTotals(), accounts, users: 3, keys: 3, activeKeys: 3, compliantKeys: 3, ...more };
}

/** The report of such a run. */
export function runReport(more: Partial<RunReport> = {}): RunReport {
  const file = (form: string) => ({ bucket: "curfew-runs", key: `runs/${run.day}/${run.id}/report.${form}` });
  return {
    run,
    coverage: "complete",
    deactivations: "accountedFor",
    state: "nothingDue",
    cause: "2 of 2 accounts evaluated",
    headline: "2 of 2 accounts evaluated",
    totals: totals(),
    report: { json: file("json"), csv: file("csv"), html: file("html") },
    stages: [],
    overrideStageDays: [],
    ages: [],
    upcoming: [],
    onHold: [],
    undeliverable: [],
    unreachable: [],
    partlyEvaluated: [],
    notOnboarded: [],
    skipped: [],
    rootKeys: [],
    ouNames: {},
    accounts: [],
    keys: [],
    ...more,
  };
}

/** An account of a report. */
export function accountRow(more: Partial<AccountRow> = {}): AccountRow {
  return {
    id: "111111111111",
    name: "Sales",
    path: ["r-a1b2", "ou-a1b2-11111111"],
    mode: "enforce",
    outcome: "evaluated",
    users: 2,
    activeKeys: 2,
    overdue: 0,
    onHold: 0,
    notices: 0,
    deactivated: 0,
    upcomingNotices: 0,
    upcomingDeactivations: 0,
    ...more,
  };
}

/** A key of a report: on hold and overdue by this many days. */
export function overdueRow(number: number, days: number, more: Partial<KeyRow> = {}): KeyRow {
  return {
    accountId: "111111111111",
    accountName: "Sales",
    userName: `user-${number}`,
    accessKeyId: keyId(number),
    createdOn: createdFor(90 + days),
    age: 90 + days,
    state: "onHold",
    reason: { code: "unknownUserType" },
    overdueSince: createdFor(days),
    restarts: 0,
    notices: [],
    ...more,
  };
}
