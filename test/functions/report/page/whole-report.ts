import type { KeyRow, RunReport } from "../../../../statemachine/run-report.ts";
import { keyResult, run } from "../result-fixture.ts";
import { accountRow, keyRow, runReport, totals } from "./report-page-fixture.ts";

const sent = { to: "anna@example.com", outcome: "sent" } as const;

/** Twelve keys with which something different is up, the first one the oldest. */
function keys(): KeyRow[] {
  const one = (number: number, result: ReturnType<typeof keyResult>) => {
    const { accessKeyId, userName } = keyRow(number).decision;
    return keyRow(number, { ...result, decision: { ...result.decision, accessKeyId, userName } });
  };
  return [
    one(
      1,
      keyResult({ verdict: "withheld", withheld: "exempt", age: 400, reason: "exempt until 2027-01-01" }),
    ),
    one(2, keyResult({ verdict: "withheld", withheld: "graceNotOver", age: 95, reason: "stays on" })),
    one(3, keyResult({ verdict: "deactivate", age: 90 }, { deactivation: { outcome: "deactivated" } })),
    one(
      4,
      keyResult({ verdict: "deactivate", age: 91 }, { deactivation: { outcome: "failed", error: "gone" } }),
    ),
    ...[5, 6, 7, 8, 9, 10, 11, 12].map((number) =>
      one(number, keyResult({ verdict: "notify", age: 65 + number }, { notices: [sent] })),
    ),
  ];
}

/** A report in which every section has something to show. */
export function wholeReport(some: Partial<RunReport> = {}): RunReport {
  const accounts = { listed: 12, reached: 10, notOnboarded: 1, unreached: 1, leftOut: 1 };
  const lost = { id: "000000000011", name: "Legacy ERP", reason: "the member role could not be assumed" };
  return runReport({
    coverage: "incomplete",
    headline: "1 of 12 accounts was not reached",
    totals: totals({ accounts, users: 40, keys: 31, activeKeys: 30, noticesSent: 8, keysDeactivated: 1 }),
    previous: {
      run: { ...run, id: "daily-0", day: "2026-11-22", startedAt: "2026-11-22T08:00:00.000Z" },
      totals: totals({ accounts: { ...accounts, unreached: 0 }, users: 38, activeKeys: 33 }),
    },
    ages: [5, 12, 33, 69, 70, 85, 90, 200, 400].map((age, index) => ({ age, keys: index + 1 })),
    upcoming: [{ on: "2026-11-25", notices: 2, deactivations: 1, accounts: [["000000000001", 2, 1]] }],
    unreached: [lost],
    notOnboarded: [{ id: "000000000012", name: "New", reason: "joined today and has no member role yet" }],
    leftOut: [{ id: "000000000013", name: "Closed", path: [], reason: "account state is CLOSED" }],
    accounts: Array.from({ length: 12 }, (_, index) =>
      accountRow(index + 1, { oldestActiveKeyAge: 60 + index }),
    ),
    keys: keys(),
    ...some,
  });
}
