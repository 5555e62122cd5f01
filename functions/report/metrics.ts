import type { RunReport } from "../../statemachine/run-report.ts";

/**
 * The run in CloudWatch's embedded metric format: a log line that CloudWatch Logs turns into metrics, so the
 * function needs no permission and no call (CloudWatch user guide, Embedded metric format specification).
 */
export function metricsLine({ run, totals }: RunReport, at: Date): string {
  const values = {
    AccountsListed: totals.accounts.listed,
    AccountsReached: totals.accounts.reached,
    AccountsUnreached: totals.accounts.unreached,
    ActiveKeys: totals.activeKeys,
    NoticesSent: totals.noticesSent,
    NoticesFailed: totals.noticesFailed,
    KeysDeactivated: totals.keysDeactivated,
    DeactivationsFailed: totals.deactivationsFailed,
    KeysWithheld: totals.keysWithheld,
  };
  return JSON.stringify({
    _aws: {
      Timestamp: at.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: "Curfew",
          Dimensions: [["Mode"]],
          Metrics: Object.keys(values).map((Name) => ({ Name, Unit: "Count" })),
        },
      ],
    },
    Mode: run.mode,
    run: run.id,
    ...values,
  });
}
