import { Duration } from "aws-cdk-lib";
import { type AlarmProps, MathExpression } from "aws-cdk-lib/aws-cloudwatch";
import { runModeFor } from "../../../functions/domain/run-mode.ts";
import { runMetric } from "../run-metrics.ts";
import type { Settings } from "../settings.ts";
import type { CurfewFunctions } from "./curfew-functions.ts";
import type { DailyRun } from "./daily-run.ts";

/** What is watched, and by which rules. */
export interface WatchesProps {
  readonly settings: Settings;
  readonly functions: CurfewFunctions;
  readonly dailyRun: DailyRun;
}

/** Something that must not happen; `anchor` names its alarm and its section of the runbook. */
export interface Watch extends Pick<AlarmProps, "metric" | "evaluationPeriods"> {
  readonly anchor: string;
  readonly sentence: string;
  /** Where silence is the alarm: only if nothing came in all of the periods. */
  readonly alarmsOnSilence?: boolean;
}

const often = Duration.minutes(5);
const hourly = Duration.hours(1);
/**
 * Long enough to be seen, and over before the next day's run: an alarm that is still on sends no second
 * mail. Periods below an hour allow a day at most (PutMetricAlarm, EvaluationPeriods).
 */
const halfADay = (period: Duration) => Duration.hours(12).toSeconds() / period.toSeconds();

/** All that can keep Curfew from its work. */
export function watches({ settings, functions, dailyRun }: WatchesProps): Watch[] {
  const { stateMachine, deadLetters } = dailyRun;
  const worker = functions.worker.function;
  const mode = runModeFor(settings.policy, false);
  const sum = { period: often, statistic: "Sum" };
  const remembered = { evaluationPeriods: halfADay(often) };
  return [
    {
      anchor: "execution-failed",
      sentence: "An execution of Curfew ended as failed.",
      metric: stateMachine.metricFailed(sum),
      ...remembered,
    },
    {
      anchor: "execution-timed-out",
      sentence: "An execution of Curfew timed out.",
      metric: stateMachine.metricTimedOut(sum),
      ...remembered,
    },
    {
      anchor: "execution-aborted",
      sentence: "An execution of Curfew was stopped before its end.",
      metric: stateMachine.metricAborted(sum),
      ...remembered,
    },
    // A schedule that is switched off starts nothing, and means it.
    ...(settings.schedule.enabled ? [noStart(settings, dailyRun)] : []),
    {
      anchor: "dead-letters",
      sentence: "The schedule could not start Curfew and gave up; the event lies in the dead-letter queue.",
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({ period: often, statistic: "Maximum" }),
      evaluationPeriods: 1,
    },
    {
      anchor: "worker-errors",
      sentence: "One in ten calls of the worker ended with an error.",
      // A single error is retried and means nothing; an account given up on is counted as unreached.
      metric: new MathExpression({
        expression: "IF(errors >= 5 AND errors >= invocations / 10, 1, 0)",
        label: "Worker fails often",
        usingMetrics: {
          errors: worker.metricErrors({ period: hourly }),
          invocations: worker.metricInvocations({ period: hourly }),
        },
        period: hourly,
      }),
      evaluationPeriods: halfADay(hourly),
    },
    {
      anchor: "report-errors",
      sentence: "The report of a run was not written or its digest not mailed at an attempt.",
      metric: functions.report.function.metricErrors(sum),
      ...remembered,
    },
    {
      anchor: "notices-failed",
      sentence: "Owners were not told: SES refused notices, or its quota is used up.",
      metric: runMetric("NoticesFailed", mode, often),
      ...remembered,
    },
    {
      anchor: "accounts-unreached",
      sentence: "Accounts were not enforced; the report names them and says why.",
      metric: runMetric("AccountsUnreached", mode, often),
      ...remembered,
    },
    {
      anchor: "deactivations-failed",
      sentence: "Access keys that should be off are still on.",
      metric: runMetric("DeactivationsFailed", mode, often),
      ...remembered,
    },
  ];
}

/**
 * A day, the flexible window and an hour for the end of daylight saving time without a start: 26 hours as
 * delivered. Periods of an hour and more allow seven days (PutMetricAlarm, EvaluationPeriods).
 */
function noStart({ schedule }: Settings, { stateMachine }: DailyRun): Watch {
  const hours = 25 + Math.ceil(schedule.flexibleWindowMinutes / 60);
  return {
    anchor: "no-execution-started",
    sentence: `No execution of Curfew has started for ${hours} hours.`,
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
