import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
} from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { approvalSchema, type StoredApproval } from "../../statemachine/approve.ts";
import { daySchema } from "../../statemachine/policy.ts";
import { addDays, type Day } from "../domain/calendar-day.ts";
import { type DayReservations, grantOf, type Pace, type Reserved, reservedBy } from "../domain/pace.ts";
import { Interrupted } from "../runtime/errors.ts";
import { parse } from "../runtime/parse.ts";
import { present } from "./aws-errors.ts";

/** The partition of the ledger table for what applies to the whole Organization. */
export const controlPartition = "control";

/** The sort key of the pause. */
export const pauseSortKey = "pause";

/** A pause as `curfew pause` writes it. */
export const pauseSchema = z.object({
  /** Its last day. */
  until: daySchema,
  reason: z.string(),
  by: z.string(),
  at: z.iso.datetime({ offset: true }),
});
export type StoredPause = z.infer<typeof pauseSchema>;

/** How many keys a run wants to deactivate on a day. */
export interface PaceRequest {
  readonly day: Day;
  readonly run: string;
  /** The account ID of each key, in the order of the deactivations. */
  readonly wanted: readonly string[];
  readonly pace: Pace;
}

/**
 * What operators and runs share besides the keys: the pause, approvals, and the pace of a day. All reads
 * are consistent. An item that cannot be read is an error: an unreadable pause must not count as none.
 */
export interface Controls {
  /** The pause, even if it has ended; `undefined` if there is none. */
  pause(): Promise<StoredPause | undefined>;
  /** Every approval in the table, also lapsed ones. */
  approvals(): Promise<StoredApproval[]>;
  /** Records an approval. If the plan already has one, that one stays and is returned. */
  putApproval(approval: StoredApproval): Promise<StoredApproval>;
  /** What other runs have reserved on a day. */
  reserved(day: Day, run: string): Promise<Reserved>;
  /**
   * Reserves deactivations of a day, by account ID. All runs together never reserve more than the pace. A run that has
   * already reserved gets the same again.
   * @throws {Interrupted} too many runs reserve at this moment
   */
  reserve(request: PaceRequest): Promise<ReadonlyMap<string, number>>;
}

/** An attempt fails only if another run has reserved, so this many runs may reserve at the same time. */
const mostAttempts = 50;

/** The controls in the ledger table. */
export function controlsOf(client: DynamoDBClient, tableName: string): Controls {
  const get = async (sortKey: string) => {
    const Key = marshall({ accountId: controlPartition, accessKeyId: sortKey });
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : unmarshall(Item);
  };
  const reservationsOn = async (day: Day) => {
    const item = await get(paceSortKey(day));
    return item === undefined ? undefined : parse(paceSchema, item, `pace of ${day}`);
  };
  return {
    async pause() {
      const item = await get(pauseSortKey);
      return item === undefined ? undefined : parse(pauseSchema, item, "pause");
    },
    approvals: () => listApprovals(client, tableName),
    async putApproval(approval) {
      const sortKey = approvalSortKey(approval.run);
      const item = { ...approval, expiresAt: secondsOf(approval.expiresOn, keptAfterEndDays) };
      if (await putIf(client, tableName, sortKey, item, "attribute_not_exists(accessKeyId)")) return approval;
      return readApproval(present(await get(sortKey), "GetItem", "the approval that exists"));
    },
    async reserved(day, run) {
      const found = await reservationsOn(day);
      return reservedBy(readRuns(found), run);
    },
    async reserve({ day, run, wanted, pace }) {
      for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
        const found = await reservationsOn(day);
        const before = readRuns(found);
        const granted = grantOf(before, run, wanted, pace);
        if (before.has(run) || granted.size === 0) return granted;
        const item = paceItem(day, new Map([...before, [run, granted]]));
        if (await putIf(client, tableName, paceSortKey(day), item, unchangedSince(found))) return granted;
      }
      throw new Interrupted(`the pace of ${day} is reserved by too many runs at once`);
    },
  };
}

function paceSortKey(day: Day): string {
  return `pace#${day}`;
}

const approvalPrefix = "approval#";

function approvalSortKey(run: string): string {
  return `${approvalPrefix}${run}`;
}

const countsSchema = z.record(z.string(), z.int());
const paceSchema = z.object({
  /** The sum of all reservations. It only grows, so it also shows whether the item has changed. */
  total: z.int(),
  /** By run ID, then by account ID. An item holds 400 KB, which is enough for 25,000 accounts on one day. */
  runs: z.record(z.string(), countsSchema),
});
type PaceItem = z.infer<typeof paceSchema>;

function readRuns(item: PaceItem | undefined): DayReservations {
  const runs = Object.entries(item?.runs ?? {});
  return new Map(runs.map(([run, accounts]) => [run, new Map(Object.entries(accounts))]));
}

function paceItem(day: Day, reservations: DayReservations) {
  const { total } = reservedBy(reservations);
  const runs = Object.fromEntries(
    [...reservations].map(([run, accounts]) => [run, Object.fromEntries(accounts)]),
  );
  const item: PaceItem = { total, runs };
  return { ...item, expiresAt: secondsOf(day, keptAfterEndDays) };
}

interface Condition {
  readonly expression: string;
  readonly names: Record<string, string>;
  readonly values: Record<string, unknown>;
}

function unchangedSince(item: PaceItem | undefined): Condition | string {
  if (item === undefined) return "attribute_not_exists(accessKeyId)";
  return { expression: "#total = :seen", names: { "#total": "total" }, values: { ":seen": item.total } };
}

/** Whether the condition was met and the item was written. */
async function putIf(
  client: DynamoDBClient,
  tableName: string,
  sortKey: string,
  item: Readonly<Record<string, unknown>>,
  condition: Condition | string,
): Promise<boolean> {
  const marshalled = marshall(
    { ...item, accountId: controlPartition, accessKeyId: sortKey },
    { removeUndefinedValues: true },
  );
  try {
    await client.send(
      new PutItemCommand({
        TableName: tableName,
        Item: marshalled,
        ...(typeof condition === "string"
          ? { ConditionExpression: condition }
          : {
              ConditionExpression: condition.expression,
              ExpressionAttributeNames: condition.names,
              ExpressionAttributeValues: marshall(condition.values),
            }),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

async function listApprovals(client: DynamoDBClient, tableName: string): Promise<StoredApproval[]> {
  const approvals: StoredApproval[] = [];
  const query = {
    TableName: tableName,
    ConsistentRead: true,
    KeyConditionExpression: "accountId = :control AND begins_with(accessKeyId, :approval)",
    ExpressionAttributeValues: marshall({ ":control": controlPartition, ":approval": approvalPrefix }),
  };
  for await (const page of paginateQuery({ client }, query))
    for (const item of present(page.Items, "Query", "Items")) approvals.push(readApproval(unmarshall(item)));
  return approvals;
}

/** The table's keys and the expiry are not part of an approval. */
function readApproval(item: Readonly<Record<string, unknown>>): StoredApproval {
  const { accountId: _account, accessKeyId: _sortKey, expiresAt: _expiry, ...approval } = item;
  return parse(approvalSchema, approval, "approval");
}

/** Operators can still read what applied some weeks ago. */
const keptAfterEndDays = 30;

function secondsOf(day: Day, daysLater: number): number {
  return Date.parse(`${addDays(day, daysLater)}T00:00:00Z`) / 1000;
}
