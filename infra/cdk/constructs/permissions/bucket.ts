import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Permission } from "../allow.ts";

const because = "Day, run and account are part of the object's key.";

/** Reads objects whose keys match the patterns. */
export function readObjects(bucket: IBucket, sid: string, ...patterns: readonly string[]): Permission {
  return { sid, actions: ["s3:GetObject"], resources: arns(bucket, patterns), because };
}

/** Writes objects whose keys match the patterns, each in one piece. */
export function writeObjects(bucket: IBucket, sid: string, ...patterns: readonly string[]): Permission {
  return { sid, actions: ["s3:PutObject"], resources: arns(bucket, patterns), because };
}

/** Writes objects that may be long, in parts. */
export function uploadObjects(bucket: IBucket, sid: string, ...patterns: readonly string[]): Permission {
  const actions = ["s3:PutObject", "s3:AbortMultipartUpload"];
  return { sid, actions, resources: arns(bucket, patterns), because };
}

/**
 * Lists the bucket. Without it S3 answers 403 and not 404 for an object that does not exist (S3 API reference,
 * GetObject).
 */
export function listBucket(bucket: IBucket): Permission {
  return { sid: "S3ListBucketFor404", actions: ["s3:ListBucket"], resources: [bucket.bucketArn] };
}

function arns(bucket: IBucket, patterns: readonly string[]): string[] {
  return patterns.map((pattern) => bucket.arnForObjects(pattern));
}
