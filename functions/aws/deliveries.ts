import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Day } from "../domain/calendar-day.ts";
import { deliveryForgottenAfterDays } from "../domain/may-deactivate.ts";
import { expiryAfter } from "./ledger-writes.ts";

/** What SES reported about one notice mail, without addresses, subject or diagnostic text. */
export type DeliveryEvent = {
  readonly accountId: string;
  /** The message tag `claim` of the mail. */
  readonly claimId: string;
  /** The UTC day of the event. */
  readonly on: Day;
} & (
  | { readonly what: "delivered" | "complained" | "delayed" }
  /** A permanent bounce, or a rejection by SES; `cause` is a code such as `Permanent/Suppressed`. */
  | { readonly what: "bounced"; readonly cause: string }
);

/** A rule that finds no report must be able to tell a missing report from one that has expired. */
const keptForDays = deliveryForgottenAfterDays + 10;

const sortKeyPrefix = "delivery#";

/** The claim ID of an item about a mail; `undefined` if the item is about an access key. */
export function deliveryClaimOf(sortKey: string): string | undefined {
  return sortKey.startsWith(sortKeyPrefix) ? sortKey.slice(sortKeyPrefix.length) : undefined;
}

const dayAttributes = {
  delivered: "deliveredOn",
  bounced: "bouncedOn",
  complained: "complainedOn",
  delayed: "delayedOn",
} as const;

/**
 * Records an event in the item of its mail, which may not exist yet: events arrive more than once, in any order, and
 * before the worker has confirmed the mail. Each kind of event keeps its earliest day, so every order and repetition
 * leaves the same days, and the cause of the earliest bounce.
 * @throws whatever DynamoDB answers; EventBridge then delivers the event again
 */
export async function recordDelivery(
  client: DynamoDBClient,
  tableName: string,
  event: DeliveryEvent,
): Promise<void> {
  const { accountId, claimId, what, on } = event;
  const key = {
    TableName: tableName,
    Key: marshall({ accountId, accessKeyId: `${sortKeyPrefix}${claimId}` }),
  };
  const cause = event.what === "bounced" ? event.cause : undefined;
  try {
    await client.send(
      new UpdateItemCommand({
        ...key,
        UpdateExpression: `SET #day = :on, #expiresAt = if_not_exists(#expiresAt, :expiresAt)${cause === undefined ? "" : ", #cause = :cause"}`,
        ConditionExpression: "attribute_not_exists(#day) OR #day > :on",
        ExpressionAttributeNames: {
          "#day": dayAttributes[what],
          "#expiresAt": "expiresAt",
          ...(cause === undefined ? {} : { "#cause": "bounceCause" }),
        },
        ExpressionAttributeValues: marshall({
          ":on": on,
          ":expiresAt": expiryAfter(keptForDays, on),
          ...(cause === undefined ? {} : { ":cause": cause }),
        }),
      }),
    );
  } catch (error) {
    // The event, or an earlier one of its kind, is recorded already.
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
