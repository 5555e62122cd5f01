import { type AttributeValue, DynamoDBClient, paginateQuery } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Day } from "../domain/calendar-day.ts";
import type { KeyHistory } from "../domain/key-history.ts";
import { outdatedNotices } from "../domain/outdated-notices.ts";
import { describeError } from "../runtime/log.ts";
import { present } from "./aws-errors.ts";
import { clientSettings } from "./client-config.ts";
import { deliveryClaimOf } from "./deliveries.ts";
import type { Ledger, UnreadableEntry } from "./ledger.ts";
import { deactivationWrites } from "./ledger-deactivations.ts";
import { type ReadDelivery, readDeliveryItem, readKeyItem } from "./ledger-item.ts";
import { noticeAttribute } from "./ledger-names.ts";
import { noticeWrites } from "./ledger-notices.ts";
import { roundWrites } from "./ledger-rounds.ts";
import { dayOfWriting, type LedgerPlace, type Writer } from "./ledger-writes.ts";

/** The client of the ledger table. */
export function ledgerClient(): DynamoDBClient {
  return new DynamoDBClient(clientSettings);
}

/**
 * The ledger of one account in DynamoDB: partition `accountId`, one item for each access key and one for each mail
 * about which SES reported.
 * @param accountId the account whose keys are read and written
 */
export function ledgerOf(
  client: DynamoDBClient,
  tableName: string,
  accountId: string,
  writer: Writer,
): Ledger {
  const place = { client, tableName, accountId, writer };
  /** By access key ID, found when the account was read. The next claim about a key removes them. */
  const outdated = new Map<string, string[]>();
  return {
    async histories() {
      const histories = historiesIn(await itemsOf(place));
      for (const [accessKeyId, history] of histories)
        if (!("unreadable" in history)) outdated.set(accessKeyId, outdatedIn(history, dayOfWriting(writer)));
      return histories;
    },
    ...noticeWrites(place, (accessKeyId) => outdated.get(accessKeyId) ?? []),
    ...roundWrites(place),
    ...deactivationWrites(place),
  };
}

type Item = Record<string, AttributeValue>;

/**
 * All items of the account by sort key. Consistent, because a retried worker must see what the first attempt just
 * wrote.
 */
async function itemsOf({ client, tableName, accountId }: LedgerPlace): Promise<Map<string, Item>> {
  const query = {
    TableName: tableName,
    KeyConditionExpression: "accountId = :account",
    ExpressionAttributeValues: marshall({ ":account": accountId }),
    ConsistentRead: true,
  };
  const items = new Map<string, Item>();
  for await (const page of paginateQuery({ client }, query))
    for (const item of present(page.Items, "Query", "Items")) items.set(item.accessKeyId?.S ?? "", item);
  return items;
}

function historiesIn(items: ReadonlyMap<string, Item>): Map<string, KeyHistory | UnreadableEntry> {
  const deliveries = new Map<string, ReadDelivery>();
  for (const [sortKey, item] of items) {
    const claimId = deliveryClaimOf(sortKey);
    if (claimId !== undefined)
      deliveries.set(
        claimId,
        orUnreadable(() => readDeliveryItem(item)),
      );
  }
  const histories = new Map<string, KeyHistory | UnreadableEntry>();
  for (const [sortKey, item] of items)
    if (deliveryClaimOf(sortKey) === undefined)
      histories.set(
        sortKey,
        orUnreadable(() => readKeyItem(item, deliveries)),
      );
  return histories;
}

function orUnreadable<Read>(read: () => Read): Read | UnreadableEntry {
  try {
    return read();
  } catch (error) {
    return { unreadable: describeError(error) };
  }
}

function outdatedIn({ notices }: KeyHistory, utcDay: Day): string[] {
  return outdatedNotices(notices, utcDay).map(noticeAttribute);
}
