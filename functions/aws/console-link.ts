import type { S3Client } from "@aws-sdk/client-s3";
import type { ObjectLocation } from "../../statemachine/run.ts";

/**
 * The page of the AWS console that shows an object, for somebody who is signed in to its account.
 * @param s3 a client of the bucket's Region
 */
export async function objectConsoleLink(
  s3: Pick<S3Client, "config">,
  partition: string,
  { bucket, key }: ObjectLocation,
): Promise<string> {
  const region = await s3.config.region();
  // Curfew runs in these two partitions only.
  const domain = partition === "aws-us-gov" ? "console.amazonaws-us-gov.com" : "console.aws.amazon.com";
  const query = new URLSearchParams({ region, prefix: key });
  return `https://${region}.${domain}/s3/object/${bucket}?${query}`;
}
