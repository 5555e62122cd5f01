import { CfnOutput, DefaultStackSynthesizer, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { CurfewFunctions } from "../constructs/curfew-functions.ts";
import { DailyRun } from "../constructs/daily-run.ts";
import { MailDelivery } from "../constructs/mail-delivery.ts";
import { Operations } from "../constructs/operations.ts";
import { boundPermissions } from "../constructs/permissions-boundary.ts";
import { Requests } from "../constructs/requests.ts";
import { RunStorage } from "../constructs/run-storage.ts";
import { bucketName } from "../names.ts";
import type { Settings } from "../settings.ts";

/** What the hub stack is made from. */
export interface HubStackProps extends StackProps {
  readonly settings: Settings;
}

/** Everything of Curfew that runs in one account: storage, functions, state machines, schedule, alarms. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: HubStackProps) {
    const { accountId, region, bootstrapQualifier: qualifier, permissionsBoundary } = settings.hub;
    super(scope, id, {
      ...props,
      ...(qualifier === undefined ? {} : { synthesizer: new DefaultStackSynthesizer({ qualifier }) }),
    });
    const storage = new RunStorage(this, "Storage", {
      bucketName: bucketName(accountId, region),
      reportRetentionDays: settings.reportRetentionDays,
    });
    const functions = new CurfewFunctions(this, "Functions", { settings, storage });
    const dailyRun = new DailyRun(this, "DailyRun", { settings, storage, functions });
    const requests = new Requests(this, "Requests", { settings, storage, functions });
    const mailDelivery = new MailDelivery(this, "MailDelivery", functions);
    const { topic } = new Operations(this, "Operations", {
      ...{ settings, functions, dailyRun, requests, mailDelivery },
    });
    if (permissionsBoundary !== undefined) boundPermissions(this, permissionsBoundary);
    new CfnOutput(this, "StateMachineArn", { value: dailyRun.stateMachine.stateMachineArn });
    new CfnOutput(this, "RestoreStateMachineArn", { value: requests.restore.stateMachineArn });
    new CfnOutput(this, "ApproveStateMachineArn", { value: requests.approve.stateMachineArn });
    new CfnOutput(this, "BucketName", { value: storage.bucket.bucketName });
    new CfnOutput(this, "LedgerTableName", { value: storage.ledger.tableName });
    new CfnOutput(this, "AlarmTopicArn", { value: topic.topic.topicArn });
  }
}
