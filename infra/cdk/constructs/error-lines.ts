import type { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { metricsNamespace } from "../../../functions/domain/run-metric.ts";
import type { CurfewFunction } from "./curfew-function.ts";

/**
 * Finds errors in a function's log. Curfew writes the level `error`, Lambda's runtime writes `ERROR` for an
 * uncaught error, and a function that was stopped for its time or memory leaves only a platform record (Lambda
 * developer guide, Working with Lambda function logs, JSON format).
 */
export const errorLinePattern =
  '{ ($.level = "error") || ($.level = "ERROR") || (($.type = "platform.report") && ($.record.status != "success")) }';

/** Counts these lines for each function, for the dashboard. They include retried errors, so there is no alarm. */
export class ErrorLines extends Construct {
  readonly metrics: readonly Metric[];

  constructor(scope: Construct, id: string, functions: Readonly<Record<string, CurfewFunction>>) {
    super(scope, id);
    this.metrics = Object.entries(functions).map(([name, { logGroup }]) =>
      new MetricFilter(this, name, {
        logGroup,
        filterPattern: FilterPattern.literal(errorLinePattern),
        metricNamespace: metricsNamespace,
        metricName: `ErrorLines-${name}`,
      }).metric({ statistic: "Sum", label: name }),
    );
  }
}
