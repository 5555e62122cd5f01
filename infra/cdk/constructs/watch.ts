import { Duration } from "aws-cdk-lib";
import type { AlarmProps } from "aws-cdk-lib/aws-cloudwatch";

/** Something that must not happen; `anchor` names its alarm and its section of the runbook. */
export interface Watch extends Pick<AlarmProps, "metric" | "evaluationPeriods"> {
  readonly anchor: string;
  readonly sentence: string;
  /** The absence of data is the alarm: only if no data came in all of the periods. */
  readonly alarmsOnSilence?: boolean;
}

/** The period of a metric that is watched closely. */
export const often = Duration.minutes(5);

/**
 * Long enough to be seen, and over before the next day's run: an alarm that is still in alarm sends no second mail.
 * Periods below an hour allow a day at most (PutMetricAlarm, EvaluationPeriods).
 */
export const halfADay = (period: Duration) => Duration.hours(12).toSeconds() / period.toSeconds();
