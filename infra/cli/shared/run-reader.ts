import { GetObjectCommand, NoSuchKey, type S3Client } from "@aws-sdk/client-s3";
import type * as z from "zod/mini";
import { InvalidInput, parse } from "../../../functions/runtime/parse.ts";
import type { Connection } from "./connection.ts";

/** Reads the files of runs. */
export interface RunReader {
  /** The text of an object; `undefined` if there is none. */
  getText(key: string): Promise<string | undefined>;
  /** How people find an object: `s3://bucket/key`. */
  address(key: string): string;
}

/** Why something cannot be read, as a sentence without a full stop. */
export interface Missing {
  readonly missing: string;
}

/** The bucket of the hub. */
export function bucketReader({ s3, bucket }: Pick<Connection, "s3" | "bucket">): RunReader {
  return {
    getText: (key) => readRunText(s3, bucket, key),
    address: (key) => `s3://${bucket}/${key}`,
  };
}

/** The text of an object; `undefined` if there is none. */
export async function readRunText(s3: S3Client, bucket: string, key: string): Promise<string | undefined> {
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (Body === undefined) throw new Error(`s3://${bucket}/${key} was returned without a body`);
    return await Body.transformToString();
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}

/** A JSON object of a run, or why it cannot be read: files expire, and other versions write other files. */
export async function readJson<Output>(
  reader: RunReader,
  key: string,
  schema: z.ZodMiniType<Output>,
  what: string,
): Promise<Output | Missing> {
  const text = await reader.getText(key);
  if (text === undefined) return { missing: `${reader.address(key)} does not exist` };
  try {
    return parse(schema, JSON.parse(text), what);
  } catch (error) {
    if (error instanceof InvalidInput || error instanceof SyntaxError)
      return { missing: `${reader.address(key)} cannot be read: ${error.message.slice(0, 200)}` };
    throw error;
  }
}

/** Whether something could not be read. */
export function isMissing<Value extends object>(value: Value | Missing): value is Missing {
  return "missing" in value;
}
