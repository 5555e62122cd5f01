import { Duration, TimeZone, Validations } from "aws-cdk-lib";
import { Schedule, ScheduleExpression, ScheduleTargetInput, TimeWindow } from "aws-cdk-lib/aws-scheduler";
import { StepFunctionsStartExecution } from "aws-cdk-lib/aws-scheduler-targets";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { names } from "../names.ts";
import type { Settings } from "../settings.ts";
import type { CurfewFunctions } from "./curfew-functions.ts";
import { CurfewStateMachine } from "./curfew-state-machine.ts";
import { readObjects } from "./permissions/bucket.ts";
import type { RunStorage } from "./run-storage.ts";

/** What the daily run is made from. */
export interface DailyRunProps {
  readonly settings: Settings;
  readonly storage: RunStorage;
  readonly functions: CurfewFunctions;
}

/** The daily state machine, the schedule that starts it, and the queue for starts that failed for hours. */
export class DailyRun extends Construct {
  readonly stateMachine: StateMachine;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { settings, storage, functions }: DailyRunProps) {
    super(scope, id);
    const { scheduler, evaluate, plan, deactivate, report } = functions;
    ({ stateMachine: this.stateMachine } = new CurfewStateMachine(this, "Daily", {
      settings,
      name: names.stateMachine,
      roleName: names.stateMachineRole,
      definition: "daily.asl.json",
      functions: {
        Scheduler: scheduler,
        Evaluate: evaluate,
        Plan: plan,
        Deactivate: deactivate,
        Report: report,
      },
      mapLabels: ["EvaluateAccounts", "DeactivateKeys"],
      items: [
        readObjects(storage.bucket, "S3ReadMapItems", "runs/*/work-list.json", "runs/*/plan-items.json"),
      ],
    }));
    this.deadLetters = deadLetterQueue(this, "DeadLetters", names.deadLetterQueue);
    const { schedule } = settings;
    const [hour, minute] = schedule.time.split(":");
    new Schedule(this, "Schedule", {
      scheduleName: names.schedule,
      description: "Starts Curfew once a day. A second start on the same day is harmless.",
      schedule: ScheduleExpression.cron({
        hour: String(Number(hour)),
        minute: String(Number(minute)),
        timeZone: TimeZone.of(schedule.timeZone),
      }),
      enabled: schedule.enabled,
      timeWindow: TimeWindow.flexible(Duration.minutes(schedule.flexibleWindowMinutes)),
      target: new StepFunctionsStartExecution(this.stateMachine, {
        input: ScheduleTargetInput.fromObject({}),
        maxEventAge: Duration.hours(6),
        retryAttempts: 24,
        deadLetterQueue: this.deadLetters,
      }),
    });
  }
}

/** An encrypted queue that keeps undelivered events for two weeks. */
export function deadLetterQueue(scope: Construct, id: string, queueName: string): Queue {
  const queue = new Queue(scope, id, {
    queueName,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  Validations.of(queue).acknowledge({
    id: "AwsSolutions-SQS3",
    reason: "It is itself a dead-letter queue.",
  });
  return queue;
}
