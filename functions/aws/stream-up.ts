import { Readable } from "node:stream";
import type { S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { ObjectLocation } from "../../statemachine/run.ts";

/** Writes pieces of text as one object while they arrive, so that they are not all in memory at once. */
export async function streamUp(
  s3: S3Client,
  { bucket, key }: ObjectLocation,
  pieces: AsyncIterable<string>,
  contentType: string,
): Promise<void> {
  const Body = Readable.from(pieces, { objectMode: false });
  await new Upload({
    client: s3,
    params: { Bucket: bucket, Key: key, Body, ContentType: contentType },
  }).done();
}
