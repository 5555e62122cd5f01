import { emptyTotals } from "../../../../functions/report/tally.ts";
import type { Totals } from "../../../../statemachine/contract.ts";
import type { AccountRow, KeyRow, RunReport } from "../../../../statemachine/run-report.ts";
import { rules } from "../../domain/policy-fixture.ts";
import { keyResult, run } from "../result-fixture.ts";

/** A key in the report; its number makes its id and its user. */
export function keyRow(number: number, row: Partial<KeyRow> = {}): KeyRow {
  const accessKeyId = `AKIA${String(number).padStart(16, "0")}`;
  return {
    ...keyResult({ accessKeyId, userName: `user-${number}`, verdict: "notify", age: 70, reason: "due" }),
    accountId: "000000000001",
    accountName: "Payments",
    ...row,
  };
}

/** An account in the report; its number makes its id. */
export function accountRow(number: number, row: Partial<AccountRow> = {}): AccountRow {
  return {
    id: String(number).padStart(12, "0"),
    name: `Account ${number}`,
    path: [],
    mode: "enforce",
    outcome: "enforced",
    users: 1,
    keys: 1,
    activeKeys: 1,
    oldestActiveKeyAge: 70,
    noticesSent: 0,
    wouldNotify: 0,
    keysDeactivated: 0,
    wouldDeactivate: 0,
    keysWithheld: 0,
    ...row,
  };
}

/** The totals of a run, all zero where nothing else is said. */
export function totals(some: Partial<Totals> = {}): Totals {
  return { ...emptyTotals(0), ...some };
}

/** A report of a run that found nothing, by the article's stages. */
export function runReport(some: Partial<RunReport> = {}): RunReport {
  return {
    run,
    coverage: "complete",
    cause: "1 of 1 account was reached",
    headline: "1 of 1 account was reached",
    totals: totals(),
    stages: rules().stages.map(({ day, actions }) => ({ day, actions: { ...actions } })),
    overrideStageDays: [],
    ages: [],
    upcoming: [],
    unreached: [],
    notOnboarded: [],
    leftOut: [],
    rootKeys: [],
    accounts: [],
    keys: [],
    ...some,
  };
}
