import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { reportEnvironment } from "../../functions/report/env.ts";
import { schedulerEnvironment } from "../../functions/scheduler/env.ts";
import { workerEnvironment } from "../../functions/worker/env.ts";
import { names, partitionOf } from "../names.ts";
import type { Settings } from "../settings.ts";
import { CurfewFunction } from "./curfew-function.ts";
import type { RunStorage } from "./run-storage.ts";

/** What the three functions are made from. */
export interface CurfewFunctionsProps {
  readonly settings: Settings;
  readonly storage: RunStorage;
}

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
      environment: { BUCKET_NAME: bucket.bucketName, MAX_CONCURRENCY: String(settings.maxConcurrency) },
      policy,
      memoryMb: 512,
      withTemplates: false,
    });
    this.scheduler.role.addToPolicy(
      new PolicyStatement({
        sid: "ReadTheOrganization",
        actions: [
          "organizations:DescribeAccount",
          "organizations:ListAccounts",
          "organizations:ListAccountsForParent",
          "organizations:ListOrganizationalUnitsForParent",
          "organizations:ListRoots",
        ],
        resources: ["*"],
      }),
    );
    this.scheduler.role.addToPolicy(
      new PolicyStatement({
        sid: "WriteTheWorkList",
        actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
        resources: [
          bucket.arnForObjects("runs/*/work-list.json"),
          bucket.arnForObjects("runs/*/left-out.jsonl"),
        ],
      }),
    );

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
    this.worker.role.addToPolicy(
      new PolicyStatement({
        sid: "AssumeTheMemberRole",
        actions: ["sts:AssumeRole"],
        resources: [`arn:${partition}:iam::*:role/${memberRole.name}`],
        conditions: { StringEquals: { "aws:ResourceOrgID": organization.id } },
      }),
    );
    this.worker.role.addToPolicy(
      new PolicyStatement({
        sid: "KeepTheLedger",
        actions: ["dynamodb:Query", "dynamodb:UpdateItem"],
        resources: [ledger.tableArn],
      }),
    );
    this.worker.role.addToPolicy(
      new PolicyStatement({
        sid: "WriteTheAccountResult",
        actions: ["s3:PutObject"],
        resources: [bucket.arnForObjects("runs/*/accounts/*")],
      }),
    );
    this.worker.role.addToPolicy(sendMail(settings));

    this.report = new CurfewFunction(this, "Report", {
      functionName: names.reportFunction,
      entry: "functions/report/handler.ts",
      environmentSchema: reportEnvironment,
      environment: { ...mailEnvironment, BUCKET_NAME: bucket.bucketName },
      policy,
      memoryMb: 1024,
      withTemplates: true,
    });
    this.report.role.addToPolicy(
      new PolicyStatement({
        sid: "ReadTheResults",
        actions: ["s3:GetObject"],
        resources: [bucket.arnForObjects("runs/*")],
      }),
    );
    // Without it S3 answers 403 and not 404 for a result that is not there (S3 API reference, GetObject).
    this.report.role.addToPolicy(
      new PolicyStatement({
        sid: "TellMissingFromDenied",
        actions: ["s3:ListBucket"],
        resources: [bucket.bucketArn],
      }),
    );
    this.report.role.addToPolicy(
      new PolicyStatement({
        sid: "WriteTheReport",
        actions: ["s3:PutObject", "s3:AbortMultipartUpload"],
        resources: [bucket.arnForObjects("runs/*/report.*")],
      }),
    );
    this.report.role.addToPolicy(sendMail(settings));
  }
}

/** SendEmail as the sender only; SES asks for the verified identity, which is the address or its domain. */
function sendMail({ hub, mail }: Settings): PolicyStatement {
  const identities = `arn:${partitionOf(hub.region)}:ses:${mail.region}:${hub.accountId}:identity`;
  return new PolicyStatement({
    sid: "SendMail",
    actions: ["ses:SendEmail"],
    resources: [`${identities}/${mail.sender}`, `${identities}/${mail.sender.split("@")[1] ?? ""}`],
    conditions: { StringEquals: { "ses:FromAddress": mail.sender } },
  });
}
