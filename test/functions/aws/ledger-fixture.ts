import { type DynamoDBClient, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll } from "vitest";
import type { Ledger, NoticeRef } from "../../../functions/aws/ledger.ts";
import { ledgerOf } from "../../../functions/aws/ledger-table.ts";
import { recordWaiting } from "../../../functions/aws/ledger-waiting.ts";
import type { KeyHistory } from "../../../functions/domain/key-history.ts";
import { type DynaliteLedger, dynaliteLedger } from "./dynalite-ledger.ts";

export const key = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", userName: "jane", createdOn: "2026-08-25" };
export const today = "2026-11-23";

/** The notice of day 80 to Jane, alone in its mail. */
export function noticeRef(more: Partial<NoticeRef> = {}): NoticeRef {
  return {
    ...key,
    id: { type: "stage", day: 80, outlook: "deactivation" },
    to: "jane.o'neil+aws_@sub.example.com",
    as: "owner",
    claimId: "claim-1",
    userType: "employee",
    names: "2026-12-03",
    noticeDays: 10,
    audience: "current",
    round: 0,
    ...more,
  };
}

let dynamo: DynaliteLedger | undefined;
let accounts = 0;

/** One DynamoDB for the tests of a file. */
export function useDynamo(): () => DynaliteLedger {
  beforeAll(async () => {
    dynamo = await dynaliteLedger();
  });
  afterAll(() => dynamo?.close());
  return () => {
    if (dynamo === undefined) throw new Error("DynamoDB has not started");
    return dynamo;
  };
}

/** An account for one test, its workers and a clock that the test moves. */
export interface LedgerWorld {
  readonly accountId: string;
  now: number;
  /** The ledger as one worker sees it. */
  worker(run: string, beforeWrite?: () => Promise<unknown>): Ledger;
  /** The plan counts today as a day of waiting for the key, as it saw the key: its round and named day. */
  recordWaiting(round?: number, named?: string): Promise<void>;
  history(): Promise<KeyHistory>;
  /** An item as it is stored. Default: the key's. */
  item(sortKey?: string): Promise<Record<string, unknown> | undefined>;
  put(item: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Opens the ledger of an account that no other test uses. */
export function openLedger({ client, tableName, newClient }: DynaliteLedger): LedgerWorld {
  accounts += 1;
  const accountId = String(accounts).padStart(12, "0");
  const world: LedgerWorld = {
    accountId,
    now: Date.parse(`${today}T09:00:00Z`),
    worker: (run, beforeWrite) =>
      ledgerOf(
        beforeWrite === undefined ? client : disturbed(newClient(), beforeWrite),
        tableName,
        accountId,
        {
          run,
          invocation: `invocation-of-${run}`,
          now: () => new Date(world.now),
        },
      ),
    recordWaiting: (round = 0, named = "2026-11-01") =>
      recordWaiting(
        { client, tableName, accountId, writer: { now: () => new Date(world.now) } },
        { ...key, round, named },
      ),
    async history() {
      const found = (await world.worker("reader").histories()).get(key.accessKeyId);
      if (found === undefined || "unreadable" in found) throw new Error(found?.unreadable ?? "no entry");
      return found;
    },
    async item(sortKey = key.accessKeyId) {
      const query = {
        TableName: tableName,
        KeyConditionExpression: "accountId = :account AND accessKeyId = :key",
        ExpressionAttributeValues: marshall({ ":account": accountId, ":key": sortKey }),
      };
      const [item] = (await client.send(new QueryCommand(query))).Items ?? [];
      return item === undefined ? undefined : unmarshall(item);
    },
    async put(item) {
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: marshall({ accountId, ...item }, { removeUndefinedValues: true }),
        }),
      );
    },
  };
  return world;
}

/** A client that runs something else just before its first write. */
function disturbed(client: DynamoDBClient, beforeWrite: () => Promise<unknown>): DynamoDBClient {
  let isFirst = true;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (isFirst && context.commandName === "UpdateItemCommand") {
        isFirst = false;
        await beforeWrite();
      }
      return next(args);
    },
    { step: "initialize", name: "disturbedHere" },
  );
  return client;
}
