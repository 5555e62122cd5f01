import type { RunReport } from "../../../statemachine/run-report.ts";
import type { Terminal } from "./terminal.ts";
import { wrapText } from "./wrap-text.ts";

/** What a run came to, as sentences for a terminal; what must not be overlooked in colour. */
export function runTotals(report: RunReport, { look }: Pick<Terminal, "look">): string {
  const grave = report.rootKeys.map(
    ({ id, name }) => `Critical: ${id} (${name}): its root user has an active access key.`,
  );
  const lost = report.unreached.map(({ id, name, reason }) => `Not reached: ${id} (${name}): ${reason}`);
  return [
    ...sentences(report).map((line) => wrapText(line, 2)),
    ...grave.map((line) => look("red", wrapText(line, 2))),
    ...lost.map((line) => look("yellow", wrapText(line, 2))),
  ].join("\n");
}

function sentences({ run, totals }: RunReport): string[] {
  const { accounts } = totals;
  const covered = [
    `${accounts.reached} of ${count(accounts.listed, "account")} reached`,
    ...(accounts.notOnboarded > 0 ? [`${accounts.notOnboarded} not onboarded yet`] : []),
    ...(accounts.leftOut > 0 ? [`${accounts.leftOut} left out`] : []),
  ];
  const done =
    run.mode === "report"
      ? `${count(totals.wouldNotify, "notice")} and ${count(totals.wouldDeactivate, "deactivation")} would be due; nothing was mailed or changed`
      : `${count(totals.noticesSent, "notice")} sent, ${count(totals.keysDeactivated, "key")} deactivated`;
  return [
    `${covered.join(", ")}: ${count(totals.users, "user")}, ${count(totals.activeKeys, "active key")}.`,
    `${done}; ${count(totals.keysWithheld, "key")} withheld, ${totals.keysExempt} exempt.`,
    ...(totals.noticesFailed > 0 ? [`${count(totals.noticesFailed, "notice")} could not be sent.`] : []),
    ...(totals.deactivationsFailed > 0
      ? [`${count(totals.deactivationsFailed, "deactivation")} failed.`]
      : []),
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
