import { paginateQuery, paginateScan } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import type { UnreadableEntry } from "../../../functions/aws/ledger.ts";
import { ledgerOf } from "../../../functions/aws/ledger-table.ts";
import type { KeyHistory } from "../../../functions/domain/key-history.ts";
import type { Connection } from "./connection.ts";
import { matches, type Wanted } from "./find-keys.ts";

/** What the search needs of a key's item. */
const entrySchema = z.object({
  accountId: z.string(),
  accessKeyId: z.string(),
  userName: z.string(),
  deactivation: z.optional(z.object({ state: z.string(), number: z.int(), on: z.string(), run: z.string() })),
  restore: z.optional(z.object({ deactivation: z.int() })),
});

/** A key that the ledger knows. */
export type LedgerEntry = z.infer<typeof entrySchema>;

/**
 * The keys in the ledger that are asked for. With an account one partition is read, without one the whole table: that is
 * the only place that knows keys which no run lists.
 */
export async function searchLedger(
  { dynamodb, ledgerTable }: Pick<Connection, "dynamodb" | "ledgerTable">,
  wanted: Wanted,
  accountId?: string,
  isWanted = matches,
): Promise<LedgerEntry[]> {
  const projection = {
    TableName: ledgerTable,
    ProjectionExpression: "accountId, accessKeyId, userName, deactivation, #restore",
    ExpressionAttributeNames: { "#restore": "restore" },
  };
  const pages =
    accountId === undefined
      ? paginateScan({ client: dynamodb }, projection)
      : paginateQuery(
          { client: dynamodb },
          {
            ...projection,
            KeyConditionExpression: "accountId = :account",
            ExpressionAttributeValues: marshall({ ":account": accountId }),
          },
        );
  const entries: LedgerEntry[] = [];
  for await (const { Items = [] } of pages)
    for (const item of Items) {
      // Items about mails and about the whole Organization have no user.
      const entry = entrySchema.safeParse(unmarshall(item));
      if (entry.success && isWanted(wanted, entry.data)) entries.push(entry.data);
    }
  return entries;
}

/** What the ledger knows of the keys of one account, deliveries included, by access key ID. */
export function readHistories(
  { dynamodb, ledgerTable }: Pick<Connection, "dynamodb" | "ledgerTable">,
  accountId: string,
): Promise<ReadonlyMap<string, KeyHistory | UnreadableEntry>> {
  // It only reads; the writer is never asked.
  const writer = { run: "", invocation: "", now: () => new Date() };
  return ledgerOf(dynamodb, ledgerTable, accountId, writer).histories();
}
