import { Readable } from "node:stream";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { parse as csvParser } from "csv-parse";
import * as z from "zod/mini";
import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { reportKey } from "../../../functions/domain/run-files.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { isMistyped } from "../../cdk/settings-hint.ts";
import { CommandError } from "./command-error.ts";
import type { Connection } from "./connection.ts";
import { exitCodes } from "./exit-codes.ts";

/** What a person asks for: a key by its ID, keys by the last four characters of their ID, or the keys of a user. */
export type Wanted =
  | { readonly accessKeyId: string }
  | { readonly lastFour: string }
  | { readonly userName: string };

/** A key that somebody may mean. */
export interface MatchingKey {
  readonly accountId: string;
  readonly accountName: string;
  readonly userName: string;
  readonly accessKeyId: string;
}

/**
 * What an operand means. AWS's key IDs begin with AKIA or ASIA (IAM user guide, unique identifiers). The last four
 * characters may have an ellipsis or dots before them, as mails and reports print them. Four characters in upper case
 * may be a user's name too, so `matches` accepts both.
 * @throws {CommandError} if it can be none of them
 */
export function wantedBy(operand: string): Wanted {
  if (/^A[KS]IA[A-Z0-9]{12,124}$/.test(operand)) return { accessKeyId: operand };
  const [, lastFour] = /^(?:…|\.{2,3})?([A-Z0-9]{4})$/.exec(operand) ?? [];
  if (lastFour !== undefined) return { lastFour };
  if (isUserName(operand)) return { userName: operand };
  throw new CommandError(
    exitCodes.badInput,
    `"${operand}" is neither an access key ID nor a user name.\nExpected a full access key ID (AKIA and at least 12 more characters), its last four characters, or a user name.`,
  );
}

/** IAM's own rule (IAM API reference, CreateUser). What begins like a key ID is a part of one. */
function isUserName(text: string): boolean {
  return /^[\w+=,.@-]{1,64}$/.test(text) && !/^AKIA[A-Z0-9]+$/.test(text);
}

/** Whether a key is one that is asked for. IAM compares user names without case (IAM user guide, reference_iam-quotas). */
export function matches(wanted: Wanted, key: Pick<MatchingKey, "accessKeyId" | "userName">): boolean {
  if ("accessKeyId" in wanted) return key.accessKeyId === wanted.accessKeyId;
  if ("userName" in wanted) return isSameUser(key.userName, wanted.userName);
  return key.accessKeyId.endsWith(wanted.lastFour) || isSameUser(key.userName, wanted.lastFour);
}

function isSameUser(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Whether somebody may have meant a key and mistyped it. */
export function isSimilar(wanted: Wanted, key: Pick<MatchingKey, "accessKeyId" | "userName">): boolean {
  if ("userName" in wanted) return isMistyped(wanted.userName, key.userName);
  const lastFour = "lastFour" in wanted ? wanted.lastFour : wanted.accessKeyId.slice(-4);
  return isMistyped(lastFour, key.accessKeyId.slice(-4));
}

/** What was asked for, as messages name it. */
export function wantedText(wanted: Wanted): string {
  return "userName" in wanted ? `key of ${operandText(wanted)}` : `key ${operandText(wanted)}`;
}

function operandText(wanted: Wanted): string {
  if ("accessKeyId" in wanted) return maskedKeyId(wanted.accessKeyId);
  return "userName" in wanted ? `user ${wanted.userName}` : `…${wanted.lastFour}`;
}

/** The keys that somebody may have meant, below a message that says that nothing was found. */
export function didYouMeanKey(similar: readonly MatchingKey[]): string {
  if (similar.length === 0) return "";
  return ["\nDid you mean:", ...similar.slice(0, mostSimilar).map(lineOf)].join("\n");
}

/** A longer list of keys that somebody may have meant would be a guess. */
const mostSimilar = 3;

/** The error that lists the keys that an operand may mean. */
export function severalKeys(
  wanted: Wanted,
  found: readonly MatchingKey[],
  howToChoose: string,
): CommandError {
  const shown = found.slice(0, 10).map(lineOf);
  const more = found.length > shown.length ? [`  and ${found.length - shown.length} more`] : [];
  return new CommandError(
    exitCodes.badInput,
    [`${found.length} keys match ${operandText(wanted)}. ${howToChoose}`, ...shown, ...more].join("\n"),
  );
}

function lineOf({ accountId, accountName, userName, accessKeyId }: MatchingKey): string {
  return `  ${maskedKeyId(accessKeyId)}  ${userName}  --account ${accountId}  ${accountName}`;
}

/** The columns that are read here (functions/report/key-csv.ts). */
const rowSchema = z.object({
  "account id": z.string(),
  account: z.string(),
  user: z.string(),
  "access key": z.string(),
});

/**
 * The keys in a run's CSV that are asked for. The CSV has the keys of the whole Organization in one file, so one read
 * finds them; it is read as a stream, because it may be long.
 */
export async function findInCsv(
  { s3, bucket }: Pick<Connection, "s3" | "bucket">,
  run: { readonly day: string; readonly id: string },
  wanted: Wanted,
  isWanted = matches,
): Promise<MatchingKey[]> {
  const key = reportKey(run.day, run.id, "csv");
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (!(Body instanceof Readable)) throw new Error(`s3://${bucket}/${key} was returned without a body`);
  return keysInCsv(Body, wanted, isWanted);
}

/** The keys in a CSV that are asked for. */
export async function keysInCsv(csv: Readable, wanted: Wanted, isWanted = matches): Promise<MatchingKey[]> {
  const found: MatchingKey[] = [];
  for await (const record of csv.pipe(csvParser({ bom: true, columns: true }))) {
    const row = parse(rowSchema, record, "report.csv");
    // The CSV has an apostrophe before a name that begins like a formula.
    const userName = row.user.replace(/^'(?=[=+\-@])/, "");
    const key = { accessKeyId: row["access key"], userName };
    if (isWanted(wanted, key)) found.push({ ...key, accountId: row["account id"], accountName: row.account });
  }
  return found;
}
