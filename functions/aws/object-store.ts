import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { ObjectLocation } from "../../statemachine/run.ts";
import { present, UnreadableAnswer } from "./aws-errors.ts";
import { clientSettings } from "./client-config.ts";

/** The client of the bucket. */
export function s3Client(): S3Client {
  return new S3Client(clientSettings);
}

/** Writes a text as one object. As bytes, because for an empty text the SDK would send no length and log a warning. */
export async function putText(
  s3: S3Client,
  { bucket, key }: ObjectLocation,
  text: string,
  contentType: string,
): Promise<void> {
  const Body = Buffer.from(text);
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body, ContentType: contentType }));
}

/** The text of an object; `undefined` if it does not exist. */
export async function getText(s3: S3Client, location: ObjectLocation): Promise<string | undefined> {
  let body: Awaited<ReturnType<typeof bodyOf>>;
  try {
    body = await bodyOf(s3, location);
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
  try {
    return await body.transformToString();
  } catch (error) {
    throw brokenBody(error);
  }
}

/** The lines of an object, one at a time, without keeping all of them in memory. */
export async function* readLines(s3: S3Client, location: ObjectLocation): AsyncGenerator<string> {
  const body = await bodyOf(s3, location);
  if (!(body instanceof Readable))
    throw new Error("GetObject answered with a body that is not a Node.js stream");
  try {
    yield* createInterface({ input: body, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    throw brokenBody(error);
  }
}

async function bodyOf(s3: S3Client, { bucket, key }: ObjectLocation) {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return present(Body, "GetObject", "Body");
}

/** Reading the body failed: a lost connection or a wrong checksum. */
function brokenBody(cause: unknown): UnreadableAnswer {
  return new UnreadableAnswer("GetObject", "the whole of its body", { cause });
}
