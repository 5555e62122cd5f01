import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { CurfewFunctions } from "../constructs/curfew-functions.ts";
import { DailyRun } from "../constructs/daily-run.ts";
import { Operations } from "../constructs/operations.ts";
import { RunStorage } from "../constructs/run-storage.ts";
import { bucketName } from "../names.ts";
import type { Settings } from "../settings.ts";

/** What the hub stack is made from. */
export interface HubStackProps extends StackProps {
  readonly settings: Settings;
}

/** Everything of Curfew that runs in one account: storage, functions, state machine, schedule, alarms. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: HubStackProps) {
    super(scope, id, props);
    const { accountId, region } = settings.hub;
    const storage = new RunStorage(this, "Storage", {
      bucketName: bucketName(accountId, region),
      reportRetentionDays: settings.reportRetentionDays,
    });
    const functions = new CurfewFunctions(this, "Functions", { settings, storage });
    const dailyRun = new DailyRun(this, "DailyRun", { settings, storage, functions });
    const { topic } = new Operations(this, "Operations", { settings, functions, dailyRun });
    new CfnOutput(this, "StateMachineArn", { value: dailyRun.stateMachine.stateMachineArn });
    new CfnOutput(this, "BucketName", { value: storage.bucket.bucketName });
    new CfnOutput(this, "LedgerTableName", { value: storage.ledger.tableName });
    new CfnOutput(this, "AlarmTopicArn", { value: topic.topic.topicArn });
  }
}
