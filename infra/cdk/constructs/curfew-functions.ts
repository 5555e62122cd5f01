import { Construct } from "constructs";
import { reportEnvironment } from "../../../functions/report/env.ts";
import { schedulerEnvironment } from "../../../functions/scheduler/env.ts";
import { workerEnvironment } from "../../../functions/worker/env.ts";
import { buildReportPage } from "../build-report-page.ts";
import { names, partitionOf } from "../names.ts";
import { organizationActions } from "../organization-actions.ts";
import type { Settings } from "../settings.ts";
import { allow } from "./allow.ts";
import { CurfewFunction } from "./curfew-function.ts";
import { checkSender, sendMail } from "./mail-permissions.ts";
import type { RunStorage } from "./run-storage.ts";

/** What the three functions are made from. */
export interface CurfewFunctionsProps {
  readonly settings: Settings;
  readonly storage: RunStorage;
}

const eachRun = "The day, the run and its accounts are part of the key.";

/** Scheduler, worker and report, each allowed the calls it makes and no other. */
export class CurfewFunctions extends Construct {
  readonly scheduler: CurfewFunction<typeof schedulerEnvironment>;
  readonly worker: CurfewFunction<typeof workerEnvironment>;
  readonly report: CurfewFunction<typeof reportEnvironment>;

  constructor(scope: Construct, id: string, { settings, storage }: CurfewFunctionsProps) {
    super(scope, id);
    const { policy, hub, mail, memberRole, organization } = settings;
    const partition = partitionOf(hub.region);
    const { bucket, ledger } = storage;
    const mailEnvironment = { SENDER: mail.sender, MAIL_REGION: mail.region };

    this.scheduler = new CurfewFunction(this, "Scheduler", {
      functionName: names.schedulerFunction,
      entry: "functions/scheduler/handler.ts",
      environmentSchema: schedulerEnvironment,
      environment: {
        ...mailEnvironment,
        ...(mail.configurationSet === undefined ? {} : { CONFIGURATION_SET: mail.configurationSet }),
        BUCKET_NAME: bucket.bucketName,
        MAX_CONCURRENCY: String(settings.maxConcurrency),
      },
      policy,
      memoryMb: 512,
      withTemplates: false,
    });
    allow(this.scheduler.role, {
      sid: "ReadTheOrganization",
      actions: organizationActions,
      resources: ["*"],
      because: "Listing accounts and roots knows no resources, and the accounts are not known beforehand.",
    });
    for (const permission of checkSender(settings)) allow(this.scheduler.role, permission);
    allow(this.scheduler.role, {
      sid: "WriteTheWorkList",
      actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
      resources: [
        bucket.arnForObjects("runs/*/work-list.json"),
        bucket.arnForObjects("runs/*/left-out.jsonl"),
      ],
      because: eachRun,
    });

    this.worker = new CurfewFunction(this, "Worker", {
      functionName: names.workerFunction,
      entry: "functions/worker/handler.ts",
      environmentSchema: workerEnvironment,
      environment: {
        ...mailEnvironment,
        BUCKET_NAME: bucket.bucketName,
        LEDGER_TABLE_NAME: ledger.tableName,
        PARTITION: partition,
        MEMBER_ROLE_NAME: memberRole.name,
      },
      policy,
      memoryMb: 512,
      withTemplates: true,
    });
    allow(this.worker.role, {
      sid: "AssumeTheMemberRole",
      actions: ["sts:AssumeRole"],
      resources: [`arn:${partition}:iam::*:role/${memberRole.name}`],
      conditions: { StringEquals: { "aws:ResourceOrgID": organization.id } },
      because: "One role in each account of the Organization; the condition keeps it inside.",
    });
    allow(this.worker.role, {
      sid: "KeepTheLedger",
      actions: ["dynamodb:Query", "dynamodb:UpdateItem"],
      resources: [ledger.tableArn],
    });
    allow(this.worker.role, {
      sid: "WriteTheAccountResult",
      actions: ["s3:PutObject"],
      resources: [bucket.arnForObjects("runs/*/accounts/*")],
      because: eachRun,
    });
    allow(this.worker.role, {
      sid: "RememberTheInventory",
      actions: ["s3:GetObject", "s3:PutObject"],
      resources: [bucket.arnForObjects("inventory/*")],
      because: "One object for each account.",
    });
    // Without it S3 answers 403 and not 404 where nothing is remembered yet (S3 API reference, GetObject).
    allow(this.worker.role, {
      sid: "TellMissingFromDenied",
      actions: ["s3:ListBucket"],
      resources: [bucket.bucketArn],
    });
    allow(this.worker.role, sendMail(settings));

    this.report = new CurfewFunction(this, "Report", {
      functionName: names.reportFunction,
      entry: "functions/report/handler.ts",
      environmentSchema: reportEnvironment,
      environment: { ...mailEnvironment, BUCKET_NAME: bucket.bucketName },
      policy,
      memoryMb: 1024,
      withTemplates: true,
      files: () => ({ "report-page.html": buildReportPage() }),
    });
    allow(this.report.role, {
      sid: "ReadTheResults",
      actions: ["s3:GetObject"],
      resources: [bucket.arnForObjects("runs/*")],
      because: eachRun,
    });
    // Without it S3 answers 403 and not 404 for a result that is not there (S3 API reference, GetObject).
    allow(this.report.role, {
      sid: "TellMissingFromDenied",
      actions: ["s3:ListBucket"],
      resources: [bucket.bucketArn],
    });
    allow(this.report.role, {
      sid: "WriteTheReport",
      actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
      resources: [bucket.arnForObjects("runs/*/report.*")],
      because: eachRun,
    });
    allow(this.report.role, {
      sid: "TellTheBus",
      actions: ["events:PutEvents"],
      resources: [`arn:${partition}:events:${hub.region}:${hub.accountId}:event-bus/default`],
    });
    allow(this.report.role, sendMail(settings));
  }
}
