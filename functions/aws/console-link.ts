import type { S3Client } from "@aws-sdk/client-s3";
import type { ObjectLocation } from "../../statemachine/run.ts";

/** Where the console of a partition is; the general one is `aws`. */
const consoleDomains: Readonly<Record<string, string>> = {
  aws: "console.aws.amazon.com",
  "aws-us-gov": "console.amazonaws-us-gov.com",
  "aws-cn": "console.amazonaws.cn",
};

/**
 * The page of the AWS console that shows an object, for somebody who is signed in to its account.
 * @param s3 a client of the Region in which the bucket lies
 */
export async function objectConsoleLink(
  s3: Pick<S3Client, "config">,
  partition: string,
  { bucket, key }: ObjectLocation,
): Promise<string> {
  const region = await s3.config.region();
  const domain = consoleDomains[partition] ?? "console.aws.amazon.com";
  const query = new URLSearchParams({ region, prefix: key });
  return `https://${region}.${domain}/s3/object/${bucket}?${query}`;
}
