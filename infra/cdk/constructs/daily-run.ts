import { fileURLToPath } from "node:url";
import { Duration, RemovalPolicy, TimeZone, Validations } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Schedule, ScheduleExpression, ScheduleTargetInput, TimeWindow } from "aws-cdk-lib/aws-scheduler";
import { StepFunctionsStartExecution } from "aws-cdk-lib/aws-scheduler-targets";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import { names, partitionOf } from "../names.ts";
import type { Settings } from "../settings.ts";
import { acknowledgeWildcard, allow } from "./allow.ts";
import type { CurfewFunctions } from "./curfew-functions.ts";
import type { RunStorage } from "./run-storage.ts";

/** What the daily run is made from. */
export interface DailyRunProps {
  readonly settings: Settings;
  readonly storage: RunStorage;
  readonly functions: CurfewFunctions;
}

/** The state machine, the schedule that starts it, and the queue for starts that never succeeded. */
export class DailyRun extends Construct {
  readonly stateMachine: StateMachine;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, { settings, storage, functions }: DailyRunProps) {
    super(scope, id);
    const { hub, schedule } = settings;
    const partition = partitionOf(hub.region);
    const states = `arn:${partition}:states:${hub.region}:${hub.accountId}`;
    const role = new Role(this, "StateMachineRole", {
      roleName: names.stateMachineRole,
      assumedBy: new ServicePrincipal("states.amazonaws.com"),
    });
    allow(role, {
      sid: "InvokeTheFunctions",
      actions: ["lambda:InvokeFunction"],
      resources: [functions.scheduler, functions.worker, functions.report].map(
        (own) => own.function.functionArn,
      ),
    });
    allow(role, {
      sid: "ReadTheWorkList",
      actions: ["s3:GetObject"],
      resources: [storage.bucket.arnForObjects("runs/*/work-list.json")],
      because: "The day and the run are part of the key.",
    });
    // A Distributed Map starts its children as executions of the state machine itself. The ARN is spelled
    // out, because a reference would make role and state machine wait for each other.
    allow(role, {
      sid: "RunTheMap",
      actions: ["states:StartExecution"],
      resources: [`${states}:stateMachine:${names.stateMachine}`],
    });
    allow(role, {
      sid: "FollowTheMap",
      actions: ["states:DescribeExecution", "states:StopExecution"],
      resources: [`${states}:execution:${names.stateMachine}:*`],
      because: "Step Functions names the executions itself.",
    });
    acknowledgeWildcard(
      role,
      "*",
      "Log delivery and X-Ray know no resources (Step Functions developer guide, Logging and X-Ray policies).",
    );

    this.stateMachine = new StateMachine(this, "StateMachine", {
      stateMachineName: names.stateMachine,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromFile(
        fileURLToPath(new URL("../../../statemachine/daily.asl.json", import.meta.url)),
      ),
      definitionSubstitutions: {
        Partition: partition,
        SchedulerFunctionArn: functions.scheduler.function.functionArn,
        WorkerFunctionArn: functions.worker.function.functionArn,
        ReportFunctionArn: functions.report.function.functionArn,
      },
      role,
      tracingEnabled: true,
      logs: {
        level: LogLevel.ERROR,
        includeExecutionData: false,
        destination: new LogGroup(this, "Logs", {
          logGroupName: `/aws/vendedlogs/states/${names.stateMachine}`,
          retention: RetentionDays.THREE_MONTHS,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
      },
    });

    Validations.of(this.stateMachine).acknowledge({
      id: "AwsSolutions-SF1",
      reason:
        "Step Functions keeps each execution's history for 90 days; in the log it would repeat it for every account.",
    });

    this.deadLetters = new Queue(this, "DeadLetters", {
      queueName: names.deadLetterQueue,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.deadLetters).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "It is the dead-letter queue itself, the schedule's.",
    });
    const [hour, minute] = schedule.time.split(":");
    new Schedule(this, "Schedule", {
      scheduleName: names.schedule,
      description:
        "Starts Curfew once a day; deliveries are at least once, and the ledger makes a second one harmless.",
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
