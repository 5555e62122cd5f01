import { Alarm, ComparisonOperator, TreatMissingData } from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { names } from "../names.ts";
import type { Watch } from "./watch.ts";

/** What the alarms are made from. */
export interface CurfewAlarmsProps {
  readonly watches: readonly Watch[];
  /** Where docs/runbook.md can be opened. */
  readonly runbookUrl: string;
  readonly topic: ITopic;
}

/** An alarm for each watch. Its description says in one sentence what happened, and links to the runbook. */
export class CurfewAlarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, { watches, runbookUrl, topic }: CurfewAlarmsProps) {
    super(scope, id);
    const action = new SnsAction(topic);
    this.all = watches.map(({ anchor, sentence, metric, evaluationPeriods, alarmsOnSilence }) => {
      const alarm = new Alarm(this, constructId(anchor), {
        alarmName: `${names.alarmPrefix}${anchor}`,
        alarmDescription: `${sentence} Runbook: ${runbookUrl}#${anchor}`,
        metric,
        evaluationPeriods,
        threshold: 1,
        ...(alarmsOnSilence === true
          ? {
              comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
              datapointsToAlarm: evaluationPeriods,
              treatMissingData: TreatMissingData.BREACHING,
            }
          : {
              comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
              datapointsToAlarm: 1,
              treatMissingData: TreatMissingData.NOT_BREACHING,
            }),
      });
      alarm.addAlarmAction(action);
      return alarm;
    });
  }
}

/** `execution-failed` is `ExecutionFailed` in the tree of constructs. */
function constructId(anchor: string): string {
  return anchor.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
