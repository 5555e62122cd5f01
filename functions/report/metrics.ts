import type { ReportHead } from "../../statemachine/run-report.ts";
import { ageBandOf } from "../domain/age-band.ts";
import {
  type AgeBandMetric,
  ageBandMetric,
  type DeedMetric,
  metricsDimension,
  metricsNamespace,
  type StateMetric,
} from "../domain/run-metric.ts";

/** What the metrics of a run are made from. */
export interface MetricFacts {
  readonly report: ReportHead;
  /** Whether the run is over the whole Organization, on its own day and in the deployment's mode. */
  readonly isComparable: boolean;
  readonly deliveryReportsMissing: boolean;
}

/**
 * The run in CloudWatch's embedded metric format: a log line that CloudWatch Logs turns into metrics, so the function
 * needs no permission and no call (CloudWatch user guide, Embedded metric format specification: at most 100 metrics in
 * a directive, a log event of at most 1 MB). The mode is the one that the run could reach at most, as `runModeFor`
 * says: an override that sets one OU to enforce mode makes the run an enforcing one.
 */
export function metricsLine(facts: MetricFacts, at: Date): string {
  const { run, totals } = facts.report;
  const deeds: Record<DeedMetric, number> = {
    NoticesSent: totals.noticesSent,
    NoticesFailed: totals.noticesFailed,
    KeysDeactivated: totals.keysDeactivated,
    DeactivationsFailed: totals.deactivationsFailed,
  };
  const values = { ...deeds, ...(facts.isComparable ? stateMetrics(facts) : {}) };
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

function stateMetrics({ report, deliveryReportsMissing }: MetricFacts): Record<StateMetric, number> {
  const { totals } = report;
  return {
    AccountsListed: totals.accounts.listed,
    AccountsEvaluated: totals.accounts.evaluated,
    AccountsPartlyEvaluated: totals.accounts.partlyEvaluated,
    AccountsUnreachable: totals.accounts.unreachable,
    ActiveKeys: totals.activeKeys,
    KeysOverdue: totals.overdueKeys,
    KeysLongOverdue: totals.longOverdueKeys,
    KeysOnHold: totals.onHoldKeys,
    KeysWaiting: totals.waitingKeys,
    AwaitingApproval: totals.awaitingApproval,
    DeliveryReportsMissing: deliveryReportsMissing ? 1 : 0,
    FallbackUndeliverable: report.undeliverable.filter(({ isFallback }) => isFallback).length,
    WouldNotify: totals.wouldNotify,
    WouldDeactivate: totals.wouldDeactivate,
    ...keysByAge(report.ages),
  };
}

/** A band without keys is counted as 0: a missing value would look like a run that did not happen. */
function keysByAge(ages: ReportHead["ages"]): Record<AgeBandMetric, number> {
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
