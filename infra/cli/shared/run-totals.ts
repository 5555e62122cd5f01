import { planHoldText } from "../../../functions/notices/reason-text.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { accountReason } from "./account-table.ts";
import type { Terminal } from "./terminal.ts";
import { count } from "./words.ts";
import { wrapText } from "./wrap-text.ts";

/** The result of a run as sentences; what must not be overlooked is in colour. */
export function runTotals(report: RunReport, { look }: Pick<Terminal, "look">): string {
  const { rootKeys, unreachable, partlyEvaluated, notOnboarded } = report;
  const critical = rootKeys.map(
    ({ id, name }) => `Critical: ${id} (${name}): the root user has an active access key.`,
  );
  const lost = [
    ...unreachable.map((account) => ({ label: "Unreachable", account })),
    ...partlyEvaluated.map((account) => ({ label: "Partly evaluated", account })),
    ...notOnboarded.map((account) => ({ label: "Not onboarded", account })),
  ].map(({ label, account }) => `${label}: ${account.id} (${account.name}): ${accountReason(account)}`);
  return [
    ...sentences(report).map((line) => wrapText(line, 2)),
    ...planSentences(report).map((line) => look("yellow", wrapText(line, 2))),
    ...critical.map((line) => look("red", wrapText(line, 2))),
    ...lost.map((line) => look("yellow", wrapText(line, 2))),
  ].join("\n");
}

function sentences({ run, totals }: RunReport): string[] {
  const { accounts } = totals;
  const covered = [
    `${accounts.evaluated} of ${count(accounts.listed, "account")} evaluated`,
    ...(accounts.partlyEvaluated > 0 ? [`${accounts.partlyEvaluated} partly`] : []),
    ...(accounts.notOnboarded > 0 ? [`${accounts.notOnboarded} not onboarded`] : []),
    ...(accounts.unreachable > 0 ? [`${accounts.unreachable} unreachable`] : []),
    ...(accounts.skipped > 0 ? [`${accounts.skipped} skipped`] : []),
  ];
  const done =
    run.mode === "report"
      ? `Report mode: ${count(totals.wouldNotify, "notice")} and ${count(totals.wouldDeactivate, "deactivation")} would be due; nothing was sent or changed`
      : `${count(totals.noticesSent, "notice")} sent, ${count(totals.keysDeactivated, "key")} deactivated`;
  return [
    `${covered.join(", ")}: ${count(totals.users, "user")}, ${count(totals.activeKeys, "active key")}.`,
    `${done}; ${count(totals.onHoldKeys, "key")} on hold, ${totals.overdueKeys} overdue, ${totals.exemptKeys} exempt.`,
    ...(totals.noticesFailed > 0 ? [`${count(totals.noticesFailed, "notice")} failed.`] : []),
    ...(totals.deactivationsFailed > 0
      ? [`${count(totals.deactivationsFailed, "deactivation")} failed.`]
      : []),
  ];
}

function planSentences({ run, state, totals, plan }: RunReport): string[] {
  if (state === "awaitingApproval")
    return [
      `${count(totals.awaitingApproval, "key")} await approval; none of them was deactivated. See them: curfew plan ${run.id}`,
    ];
  if (plan?.hold === undefined || plan.hold.code === "reportMode") return [];
  return [`Nothing was deactivated: ${planHoldText(plan.hold)}.`];
}
