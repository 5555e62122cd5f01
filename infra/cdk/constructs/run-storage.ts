import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib";
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { BlockPublicAccess, Bucket, BucketEncryption } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { names } from "../names.ts";

/** What the storage of runs is made from. */
export interface RunStorageProps {
  readonly bucketName: string;
  readonly reportRetentionDays: number;
}

/** The bucket with what runs leave behind, and the ledger. Both outlive the stack: grace and undo need a memory. */
export class RunStorage extends Construct {
  readonly bucket: Bucket;
  readonly ledger: TableV2;

  constructor(scope: Construct, id: string, { bucketName, reportRetentionDays }: RunStorageProps) {
    super(scope, id);
    this.bucket = new Bucket(this, "Bucket", {
      bucketName,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.RETAIN,
      lifecycleRules: [
        { prefix: "runs/", expiration: Duration.days(reportRetentionDays) },
        // Everywhere: the inventory is written over and over, and each of its versions would stay for good.
        {
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
    });
    Validations.of(this.bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason:
        "Curfew's own roles read and write it; who else does is a matter of CloudTrail data events, which an Organization switches on for all buckets.",
    });
    this.ledger = new TableV2(this, "Ledger", {
      tableName: names.ledgerTable,
      partitionKey: { name: "accountId", type: AttributeType.STRING },
      sortKey: { name: "accessKeyId", type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
