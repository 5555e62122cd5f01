import { S3Client } from "@aws-sdk/client-s3";
import { Buckets } from "../../../../../infra/sandbox/services/s3/buckets.ts";
import { mayListBucketBy } from "../../../../../infra/sandbox/services/s3/may-list-bucket.ts";
import { S3Service } from "../../../../../infra/sandbox/services/s3/s3-service.ts";
import { frontBefore, otherAccount, ownAccount } from "../../../../support/front-before.ts";

export const bucket = "curfew-runs-111122223333-eu-central-1";

/** S3 behind the front, with a bucket and its owner's client. */
export async function startS3() {
  const made: { buckets?: Buckets; service?: S3Service } = {};
  const front = await frontBefore((parts) => {
    const buckets = new Buckets(parts.clock);
    buckets.createBucket(bucket, ownAccount);
    const service = new S3Service({ buckets, mayListBucket: mayListBucketBy(parts) });
    Object.assign(made, { buckets, service });
    return service;
  });
  const { buckets, service } = made;
  if (buckets === undefined || service === undefined) throw new Error("the front asked for no service");
  return {
    ...front,
    buckets,
    uploads: service.uploads,
    s3: new S3Client(front.operatorOf(ownAccount)),
    stranger: new S3Client(front.operatorOf(otherAccount)),
    s3As: (...statements: unknown[]) => new S3Client(front.roleWith(...statements)),
  };
}
