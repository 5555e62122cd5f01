import type { RunReport } from "../../statemachine/run-report.ts";

/** What a run came to, as sentences for a terminal. */
export function runTotals({ run, totals, unreached, rootKeys }: RunReport): string {
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
    ...rootKeys.map(({ id, name }) => `Critical: ${id} (${name}): its root user has an active access key.`),
    ...unreached.map(({ id, name, reason }) => `Not reached: ${id} (${name}): ${reason}`),
  ].join("\n");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
