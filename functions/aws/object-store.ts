import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import type { ObjectLocation } from "../../statemachine/contract.ts";
import { clientSettings } from "./client-config.ts";

/** The client of the bucket. */
export function s3Client(): S3Client {
  return new S3Client(clientSettings);
}

/** Writes a text as one object. */
export async function putText(
  s3: S3Client,
  { bucket, key }: ObjectLocation,
  text: string,
  contentType: string,
): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text, ContentType: contentType }));
}

/** Writes pieces of text as one object while they come, so that none of them has to wait in memory for the last. */
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

/** The text of an object, or `undefined` where there is none. */
export async function getText(s3: S3Client, { bucket, key }: ObjectLocation): Promise<string | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return await Body?.transformToString();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** The lines of an object, one after the other, without holding them all. */
export async function* readLines(s3: S3Client, { bucket, key }: ObjectLocation): AsyncGenerator<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!(Body instanceof Readable)) throw new Error(`s3://${bucket}/${key} answered without a body`);
  yield* createInterface({ input: Body, crlfDelay: Number.POSITIVE_INFINITY });
}
