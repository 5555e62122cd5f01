import { Stack } from "aws-cdk-lib";
import type { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { FilterPattern, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { metricsNamespace } from "../../../functions/domain/run-metric.ts";
import { hasLambdaLogFormats } from "../regions.ts";
import type { CurfewFunction } from "./curfew-function.ts";

/**
 * Finds errors in a function's log. Curfew writes the level `error`, Lambda's runtime writes `ERROR` for an
 * uncaught error, and a function that was stopped for its time or memory leaves only a platform record (Lambda
 * developer guide, Working with Lambda function logs, JSON format).
 */
export const errorLinePattern =
  '{ ($.level = "error") || ($.level = "ERROR") || (($.type = "platform.report") && ($.record.status != "success")) }';

/**
 * The same where Lambda writes its own lines as text. Curfew's lines are JSON there too, so the other pattern finds
 * them.
 */
export const errorTextPattern = '?ERROR ?"Task timed out" ?"Runtime exited"';

/** Counts these lines for each function, for the dashboard. They include retried errors, so there is no alarm. */
export class ErrorLines extends Construct {
  readonly metrics: readonly Metric[];

  constructor(scope: Construct, id: string, functions: Readonly<Record<string, CurfewFunction>>) {
    super(scope, id);
    const hasText = !hasLambdaLogFormats(Stack.of(this).region);
    this.metrics = Object.entries(functions).map(([name, { logGroup }]) => {
      const counted = (constructId: string, pattern: string) =>
        new MetricFilter(this, constructId, {
          logGroup,
          filterPattern: FilterPattern.literal(pattern),
          metricNamespace: metricsNamespace,
          metricName: `ErrorLines-${name}`,
        });
      if (hasText) counted(`${name}Text`, errorTextPattern);
      return counted(name, errorLinePattern).metric({ statistic: "Sum", label: name });
    });
  }
}
