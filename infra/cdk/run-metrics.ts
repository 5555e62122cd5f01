import type { Duration } from "aws-cdk-lib";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import type { Mode } from "../../functions/domain/policy.ts";
import { metricsDimension, metricsNamespace, type RunMetric } from "../../functions/domain/run-metric.ts";

/**
 * A metric of the runs in one mode. Maximum, because CloudWatch may count a value of the embedded metric
 * format twice (CloudWatch user guide, Embedded metric format specification: at least once).
 */
export function runMetric(metricName: RunMetric, mode: Mode, period: Duration): Metric {
  return new Metric({
    namespace: metricsNamespace,
    metricName,
    dimensionsMap: { [metricsDimension]: mode },
    statistic: "Maximum",
    period,
  });
}
