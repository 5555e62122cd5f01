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

/** The bucket with the files of runs, and the ledger. Both outlive the stack: without them nothing could be restored. */
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
        ...["runs/", "restores/"].map((prefix) => ({
          prefix,
          expiration: Duration.days(reportRetentionDays),
        })),
        // For the whole bucket: the inventory is overwritten daily, and every old version would stay for ever.
        {
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
    });
    Validations.of(this.bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason:
        "Access logs of S3 are best effort. An Organization records access to all its buckets by CloudTrail data events.",
    });
    this.ledger = new TableV2(this, "Ledger", {
      tableName: names.ledgerTable,
      partitionKey: { name: "accountId", type: AttributeType.STRING },
      sortKey: { name: "accessKeyId", type: AttributeType.STRING },
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.awsManagedKey(),
      timeToLiveAttribute: "expiresAt",
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }
}
