import { Readable } from "node:stream";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { parse as csvParser } from "csv-parse";
import * as z from "zod/mini";
import { reportKey } from "../../../functions/domain/run-files.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import type { Connection } from "../shared/connection.ts";

/** What a person asks about. */
export type Wanted = { readonly accessKeyId: string } | { readonly userName: string };

/** Where a key or a user was found. */
export interface FoundIn {
  readonly accountId: string;
  readonly accountName: string;
}

/** The columns that are read here (functions/report/key-csv.ts). */
const rowSchema = z.object({
  "account id": z.string(),
  account: z.string(),
  user: z.string(),
  "access key": z.string(),
});

/**
 * The accounts in which the last run saw a key or a user. The CSV holds every active key of the Organization in
 * one file; it is read as a stream, for it may be long.
 */
export async function findInCsv(
  { s3, bucket }: Connection,
  run: { readonly day: string; readonly id: string },
  wanted: Wanted,
): Promise<FoundIn[]> {
  const key = reportKey(run.day, run.id, "csv");
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!(Body instanceof Readable)) throw new Error(`s3://${bucket}/${key} answered without a body`);
  const found = new Map<string, FoundIn>();
  for await (const record of Body.pipe(csvParser({ bom: true, columns: true }))) {
    const row = parse(rowSchema, record, "report.csv");
    if (isWanted(row, wanted))
      found.set(row["account id"], { accountId: row["account id"], accountName: row.account });
  }
  return [...found.values()];
}

/** IAM does not tell user names apart by case (IAM user guide, reference_iam-quotas). */
export function isSameUser(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function isWanted(row: z.infer<typeof rowSchema>, wanted: Wanted): boolean {
  if ("accessKeyId" in wanted) return row["access key"] === wanted.accessKeyId;
  // A name that begins like a formula stands in the CSV with an apostrophe before it.
  return isSameUser(row.user.replace(/^'(?=[=+\-@])/, ""), wanted.userName);
}
