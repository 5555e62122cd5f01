import type { RunReport } from "../../statemachine/run-report.ts";
import { ageBandOf } from "../domain/age-band.ts";
import {
  type AgeBandMetric,
  ageBandMetric,
  metricsDimension,
  metricsNamespace,
  type RunMetric,
} from "../domain/run-metric.ts";

/**
 * The run in CloudWatch's embedded metric format: a log line that CloudWatch Logs turns into metrics, so the
 * function needs no permission and no call (CloudWatch user guide, Embedded metric format specification: at
 * most 100 metrics in a directive, a log event of at most 1 MB).
 */
export function metricsLine(
  { run, totals, ages }: Pick<RunReport, "run" | "totals" | "ages">,
  at: Date,
): string {
  const values: Record<RunMetric, number> = {
    AccountsListed: totals.accounts.listed,
    AccountsReached: totals.accounts.reached,
    AccountsUnreached: totals.accounts.unreached,
    ActiveKeys: totals.activeKeys,
    NoticesSent: totals.noticesSent,
    NoticesFailed: totals.noticesFailed,
    KeysDeactivated: totals.keysDeactivated,
    DeactivationsFailed: totals.deactivationsFailed,
    KeysWithheld: totals.keysWithheld,
    WouldNotify: totals.wouldNotify,
    WouldDeactivate: totals.wouldDeactivate,
    ...keysByAge(ages),
  };
  return JSON.stringify({
    _aws: {
      Timestamp: at.getTime(),
      CloudWatchMetrics: [
        {
          Namespace: metricsNamespace,
          Dimensions: [[metricsDimension]],
          Metrics: Object.keys(values).map((Name) => ({ Name, Unit: "Count" })),
        },
      ],
    },
    [metricsDimension]: run.mode,
    run: run.id,
    ...values,
  });
}

/** A band without keys is counted as 0: a missing value would look like a run that never was. */
function keysByAge(ages: RunReport["ages"]): Record<AgeBandMetric, number> {
  const counts: Record<AgeBandMetric, number> = {
    ActiveKeysAge0To69: 0,
    ActiveKeysAge70To79: 0,
    ActiveKeysAge80To89: 0,
    ActiveKeysAge90To179: 0,
    ActiveKeysAge180To364: 0,
    ActiveKeysAge365AndMore: 0,
  };
  for (const { age, keys } of ages) counts[ageBandMetric(ageBandOf(age))] += keys;
  return counts;
}
