import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { addDays, type Day, dayOf } from "../domain/calendar-day.ts";
import { emptyHistory, type KeyHistory } from "../domain/key-history.ts";
import { present } from "./aws-errors.ts";
import type { LedgerKey } from "./ledger.ts";
import { readKeyItem } from "./ledger-item.ts";

/** Who writes, and when. The clock dates and orders entries; the rules never see it. */
export interface Writer {
  readonly run: string;
  /** The Lambda invocation. */
  readonly invocation: string;
  now(): Date;
}

/** The ledger table's part about one account, and the writer's clock. */
export interface EntryPlace {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly accountId: string;
  readonly writer: Pick<Writer, "now">;
}

/** The same, and who writes. */
export interface LedgerPlace extends EntryPlace {
  readonly writer: Writer;
}

/** One conditional write to the item of an access key. */
export interface LedgerWrite {
  /** New values by attribute. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Attributes to remove. */
  readonly remove?: readonly string[];
  /** Further parts of SET, in the language of DynamoDB. */
  readonly also?: readonly string[];
  readonly condition?: string;
  /** What `condition` and `also` use. */
  readonly names?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, unknown>>;
}

/** How long an entry is kept after its last write: longer than any notice or restore matters. */
const keptForDays = 400;

/** The true UTC day: an entry dated with its run's day could be older than the mail that it records. */
export function dayOfWriting({ now }: Pick<Writer, "now">): Day {
  return dayOf(now());
}

/** A time to live in DynamoDB's form: seconds since 1970 (DynamoDB developer guide, TTL). */
export function expiryAfter(days: number, from: Day): number {
  return Date.parse(`${addDays(from, days)}T00:00:00Z`) / 1000;
}

/**
 * Writes to the item of a key. Each write records the key's user, because any of them may be the first.
 * @returns whether the condition was met
 */
export async function writeEntry(
  { client, tableName, accountId, writer }: EntryPlace,
  { accessKeyId, userName, createdOn }: LedgerKey,
  { set = {}, remove = [], also = [], condition, names = {}, values = {} }: LedgerWrite,
): Promise<boolean> {
  const expiresAt = expiryAfter(keptForDays, dayOfWriting(writer));
  const assigned = Object.entries({ ...set, userName, createdOn, expiresAt });
  const removed = remove.map((attribute, index) => [`#r${index}`, attribute] as const);
  const assignments = [...assigned.map((_, index) => `#s${index} = :s${index}`), ...also].join(", ");
  const removals = removed.length === 0 ? "" : ` REMOVE ${removed.map(([name]) => name).join(", ")}`;
  const command = new UpdateItemCommand({
    TableName: tableName,
    Key: marshall({ accountId, accessKeyId }),
    UpdateExpression: `SET ${assignments}${removals}`,
    ExpressionAttributeNames: {
      ...Object.fromEntries(assigned.map(([attribute], index) => [`#s${index}`, attribute])),
      ...Object.fromEntries(removed),
      ...names,
    },
    ExpressionAttributeValues: marshall(
      { ...Object.fromEntries(assigned.map(([, value], index) => [`:s${index}`, value])), ...values },
      { removeUndefinedValues: true },
    ),
    ...(condition === undefined ? {} : { ConditionExpression: condition }),
  });
  try {
    await client.send(command);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/**
 * Reads one entry, consistently and without SES's reports. A key without an entry has an empty history. It uses Query,
 * so that the functions need no permission beyond those for reading the whole account.
 * @throws {InvalidInput} if the item is not one that Curfew writes
 */
export async function readEntry(
  { client, tableName, accountId }: LedgerPlace,
  accessKeyId: string,
): Promise<KeyHistory> {
  const query = new QueryCommand({
    TableName: tableName,
    KeyConditionExpression: "accountId = :account AND accessKeyId = :key",
    ExpressionAttributeValues: marshall({ ":account": accountId, ":key": accessKeyId }),
    ConsistentRead: true,
  });
  const [item] = present((await client.send(query)).Items, "Query", "Items");
  return item === undefined ? emptyHistory : readKeyItem(item, new Map());
}

/** The condition that a key is in a round; a key without an entry is in round 0. */
export function inRound(round: number): Required<Pick<LedgerWrite, "condition" | "names" | "values">> {
  const isFirst = round === 0 ? "attribute_not_exists(#round) OR " : "";
  return {
    condition: `(${isFirst}#round = :round)`,
    names: { "#round": "round" },
    values: { ":round": round },
  };
}
