import { Duration } from "aws-cdk-lib";
import { MathExpression } from "aws-cdk-lib/aws-cloudwatch";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { Settings } from "../settings.ts";
import type { CurfewFunctions } from "./curfew-functions.ts";
import type { DailyRun } from "./daily-run.ts";
import type { MailDelivery } from "./mail-delivery.ts";
import type { Requests } from "./requests.ts";
import { runWatches } from "./run-watches.ts";
import { halfADay, often, type Watch } from "./watch.ts";

/** What is watched, and with which settings. */
export interface WatchesProps {
  readonly settings: Settings;
  readonly functions: CurfewFunctions;
  readonly dailyRun: DailyRun;
  readonly requests: Requests;
  readonly mailDelivery: MailDelivery;
}

const hourly = Duration.hours(1);

/** Everything that can stop Curfew, and everything that waits for a person. */
export function watches(props: WatchesProps): Watch[] {
  const { settings, functions, dailyRun, requests, mailDelivery } = props;
  const { stateMachine, deadLetters } = dailyRun;
  const sum = { period: often, statistic: "Sum" };
  const latest = { period: often, statistic: "Maximum" };
  const kept = { evaluationPeriods: halfADay(often) };
  return [
    {
      anchor: "execution-failed",
      sentence: "A run of Curfew failed.",
      metric: stateMachine.metricFailed(sum),
      ...kept,
    },
    {
      anchor: "execution-timed-out",
      sentence: "A run of Curfew timed out.",
      metric: stateMachine.metricTimedOut(sum),
      ...kept,
    },
    {
      anchor: "execution-aborted",
      sentence: "Somebody or something stopped a run of Curfew before its end.",
      metric: stateMachine.metricAborted(sum),
      ...kept,
    },
    {
      anchor: "restore-failed",
      sentence: "A restore failed: keys are still inactive, or recipients were not notified.",
      metric: requests.restore.metricFailed(sum),
      ...kept,
    },
    // A disabled schedule starts nothing on purpose.
    ...(settings.schedule.enabled ? [noStart(settings, dailyRun)] : []),
    {
      anchor: "dead-letters",
      sentence: "The schedule could not start Curfew; the event is in the dead-letter queue.",
      metric: deadLetters.metricApproximateNumberOfMessagesVisible(latest),
      evaluationPeriods: 1,
    },
    {
      anchor: "delivery-dead-letters",
      sentence: "What SES reported about notices was not recorded; the events are in the dead-letter queue.",
      metric: mailDelivery.deadLetters.metricApproximateNumberOfMessagesVisible(latest),
      evaluationPeriods: 1,
    },
    manyErrors("evaluate-errors", "evaluate accounts", functions.evaluate.function),
    manyErrors("deactivate-errors", "deactivate keys", functions.deactivate.function),
    {
      anchor: "plan-errors",
      sentence: "The plan of a run failed at an attempt. Without a plan no key is deactivated.",
      metric: functions.plan.function.metricErrors(sum),
      ...kept,
    },
    {
      anchor: "report-errors",
      sentence: "The report of a run failed at an attempt.",
      metric: functions.report.function.metricErrors(sum),
      ...kept,
    },
    ...runWatches(settings),
  ];
}

/** A single error is retried and does not matter. An account that stays without a result counts as unreachable. */
function manyErrors(anchor: string, task: string, called: Metrics): Watch {
  return {
    anchor,
    sentence: `At least 5 calls, and one in ten, to ${task} failed within an hour.`,
    metric: new MathExpression({
      expression: "IF(errors >= 5 AND errors >= invocations / 10, 1, 0)",
      label: `Calls to ${task} fail often`,
      usingMetrics: {
        errors: called.metricErrors({ period: hourly }),
        invocations: called.metricInvocations({ period: hourly }),
      },
      period: hourly,
    }),
    evaluationPeriods: halfADay(hourly),
  };
}

type Metrics = Pick<IFunction, "metricErrors" | "metricInvocations">;

/**
 * A day, the flexible window and an hour for the end of daylight saving time without a start: 26 hours as delivered.
 * Periods of an hour and more allow seven days (PutMetricAlarm, EvaluationPeriods).
 */
function noStart({ schedule }: Settings, { stateMachine }: DailyRun): Watch {
  const hours = 25 + Math.ceil(schedule.flexibleWindowMinutes / 60);
  return {
    anchor: "no-execution-started",
    sentence: `No run of Curfew has started for ${hours} hours.`,
    // Filled, because CloudWatch looks beyond the periods for a value before it calls one missing
    // (CloudWatch user guide, Configuring how CloudWatch alarms treat missing data).
    metric: new MathExpression({
      expression: "FILL(started, 0)",
      label: "Executions started",
      usingMetrics: { started: stateMachine.metricStarted({ period: hourly, statistic: "Sum" }) },
      period: hourly,
    }),
    evaluationPeriods: hours,
    alarmsOnSilence: true,
  };
}
