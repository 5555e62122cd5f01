import { paginateListObjectsV2, type S3Client } from "@aws-sdk/client-s3";
import { present } from "./aws-errors.ts";

/** The keys of all objects whose key begins with a prefix, in order, without keeping them all in memory. */
export async function* listKeys(s3: S3Client, bucket: string, prefix: string): AsyncGenerator<string> {
  // S3 omits `Contents` if nothing matches.
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix }))
    for (const { Key } of page.Contents ?? []) yield present(Key, "ListObjectsV2", "Key");
}
