import { Duration } from "aws-cdk-lib";
import type { AlarmProps } from "aws-cdk-lib/aws-cloudwatch";

/** Something that must not happen. `anchor` names its alarm and its section of the runbook. */
export interface Watch extends Pick<AlarmProps, "metric" | "evaluationPeriods"> {
  readonly anchor: string;
  readonly sentence: string;
  /** Missing data is the alarm: it fires only if none of the periods has data. */
  readonly alarmsOnSilence?: boolean;
}

/** The period of a metric that is watched closely. */
export const often = Duration.minutes(5);

/**
 * Long enough to be noticed, but shorter than the time to the next day's run: an alarm that is still in alarm sends no
 * second mail. Periods below an hour allow a day at most (PutMetricAlarm, EvaluationPeriods).
 */
export const halfADay = (period: Duration) => Duration.hours(12).toSeconds() / period.toSeconds();
