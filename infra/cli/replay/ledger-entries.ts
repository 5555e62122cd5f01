import { type AttributeValue, paginateQuery, paginateScan } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { readLedgerItem } from "../../../functions/aws/ledger-item.ts";
import type { KeyHistory } from "../../../functions/domain/key-history.ts";
import { InvalidInput } from "../../../functions/runtime/parse.ts";
import type { Connection } from "../shared/connection.ts";

/** What the ledger remembers of a key, or why that cannot be read. */
export type RememberedKey = KeyHistory | { readonly unreadable: string };

/** The ledger of one account, by access key id. */
export async function ledgerOfAccount(
  { dynamodb, ledgerTable }: Connection,
  accountId: string,
): Promise<Map<string, RememberedKey>> {
  const found = new Map<string, RememberedKey>();
  const query = {
    TableName: ledgerTable,
    KeyConditionExpression: "accountId = :account",
    ExpressionAttributeValues: marshall({ ":account": accountId }),
  };
  for await (const { Items = [] } of paginateQuery({ client: dynamodb }, query))
    for (const item of Items) found.set(item.accessKeyId?.S ?? "", readItem(item));
  return found;
}

/** An entry of the ledger, found by its key or user. */
export interface LedgerEntry {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly history: RememberedKey;
}

/**
 * Searches the whole ledger for a key or a user: for keys that no run lists any more, because they are off or
 * gone. It reads everything, so it is the last resort.
 */
export async function searchLedger(
  { dynamodb, ledgerTable }: Connection,
  wanted: { readonly accessKeyId: string } | { readonly userName: string },
): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  const [[name, value] = ["", ""]] = Object.entries(wanted);
  const scan = {
    TableName: ledgerTable,
    FilterExpression: "#name = :value",
    ExpressionAttributeNames: { "#name": name },
    ExpressionAttributeValues: marshall({ ":value": value }),
  };
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, scan))
    for (const item of Items)
      entries.push({
        accountId: item.accountId?.S ?? "",
        accessKeyId: item.accessKeyId?.S ?? "",
        history: readItem(item),
      });
  return entries;
}

function readItem(item: Record<string, AttributeValue>): RememberedKey {
  try {
    return readLedgerItem(item).history;
  } catch (error) {
    if (error instanceof InvalidInput) return { unreadable: error.message };
    throw error;
  }
}
