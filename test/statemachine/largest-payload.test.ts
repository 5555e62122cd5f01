import { expect, it } from "vitest";
import type { Account } from "../../functions/domain/account.ts";
import { leftOutKey, reportKey, workListKey } from "../../functions/domain/run-files.ts";
import { judgeCoverage } from "../../functions/report/coverage.ts";
import { emptyTotals } from "../../functions/report/tally.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { bytesOf, dataLimitBytes } from "../../infra/sandbox/services/states/data-limit.ts";
import {
  type AccountList,
  accountListSchema,
  type EnforceAccountEvent,
  enforceAccountEventSchema,
  type ListAccountsEvent,
  listAccountsEventSchema,
  type ReportEvent,
  type Run,
  type RunSummary,
  reportEventSchema,
  runSummarySchema,
} from "../../statemachine/contract.ts";

/** As many as an Organization can have (Organizations quotas), and more than one ever had. */
const mostAccounts = 50_000;

/** The longest names that AWS and our own schemas allow, so that nothing a state holds can be larger. */
const runId = "r".repeat(80);
const bucket = "b".repeat(63);
const day = "2026-11-24";
const run: Run = { id: runId, startedAt: "2026-11-24T09:00:00.000+00:00", day, mode: "enforce" };

/** Names have 50 characters, units lie five deep (Organizations API reference, Account; Organizations quotas). */
const account: Account = {
  id: "9".repeat(12),
  name: '"'.repeat(50),
  path: [`r-${"a".repeat(32)}`, ...Array.from({ length: 5 }, () => `ou-${"a".repeat(32)}-${"b".repeat(32)}`)],
  joinedOn: day,
};

/** A cause has 32,768 characters at most (Step Functions API reference), and JSON may double them. */
const failure = { Error: "E".repeat(256), Cause: '"'.repeat(32_768) };

const listEvent: ListAccountsEvent = {
  execution: { name: runId, startTime: run.startedAt },
  input: { accountIds: Array.from({ length: 1000 }, () => account.id), mode: "report", asOf: day },
};

const list: AccountList = {
  run,
  workList: { bucket, key: workListKey(day, runId) },
  leftOut: { bucket, key: leftOutKey(day, runId) },
  accounts: { listed: mostAccounts, leftOut: mostAccounts },
  onlyAskedFor: true,
  maxConcurrency: 1000,
};

const work: EnforceAccountEvent = { run, account };
const reportEvent: ReportEvent = { ...list, mapFailure: failure };

it.each([
  ["what the execution is started with, and the scheduler gets", listEvent],
  ["what the scheduler gives", list],
  ["what a child is started with, and the worker gets", work],
  ["what a child holds after its worker failed", failure],
  ["what the report gets after the Map failed", reportEvent],
  ["what the report gives, and the execution ends with", longestSummary()],
])("%s is far below the limit of a state", (_, payload) => {
  expect(bytesOf(asJson(payload))).toBeLessThan(dataLimitBytes / 3);
});

it("sees payloads as the contract does", () => {
  expect(parse(listAccountsEventSchema, listEvent, "run input")).toEqual(listEvent);
  expect(parse(accountListSchema, list, "account list")).toEqual(list);
  expect(parse(enforceAccountEventSchema, work, "EnforceAccount event")).toEqual(work);
  expect(parse(reportEventSchema, reportEvent, "Report event")).toEqual(reportEvent);
  expect(parse(runSummarySchema, longestSummary(), "run summary")).toEqual(longestSummary());
});

it("drops 50,000 empty outputs of children, which together stay below the limit", () => {
  const outputs = Array.from({ length: mostAccounts }, () => ({}));

  expect(bytesOf(outputs)).toBe(150_001);
  expect(bytesOf(outputs)).toBeLessThan(dataLimitBytes);
});

/** Nobody was reached, and each reason is long. */
function longestSummary(): RunSummary {
  const totals = emptyTotals(mostAccounts);
  totals.accounts.listed = mostAccounts;
  totals.accounts.unreached = mostAccounts;
  const reason = "…".repeat(10_000);
  const { name, id } = account;
  const unreached = Array.from({ length: mostAccounts }, () => ({ id, name, reason }));
  const { coverage, cause } = judgeCoverage(totals, unreached, failure);
  const file = (form: "json" | "csv" | "html") => ({ bucket, key: reportKey(day, runId, form) });
  const report = { json: file("json"), csv: file("csv"), html: file("html") };
  return { run, coverage, cause, totals, report };
}

function asJson(value: unknown) {
  return JSON.parse(JSON.stringify(value));
}
