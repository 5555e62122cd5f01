import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  paginateQuery,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import type { Day } from "../domain/calendar-day.ts";
import type { Deactivation, KeyHistory } from "../domain/key-history.ts";
import { describeError } from "../runtime/log.ts";
import { clientSettings } from "./client-config.ts";
import { noticeAttribute, readLedgerItem } from "./ledger-item.ts";

/** A notice about one key to one recipient. */
export interface NoticeRef {
  readonly accessKeyId: string;
  readonly userName: string;
  readonly noticeId: string;
  readonly to: string;
}

/** Who writes, and when: the run, its day, and the wall clock (for claims only, never for rules). */
export interface Writer {
  readonly run: string;
  readonly day: Day;
  /** The Lambda invocation. */
  readonly invocation: string;
  now(): Date;
}

/** The memory of what was said and done about the access keys of one account. */
export interface Ledger {
  /** By access key id; `unreadable` says why an item could not be read. */
  histories(): Promise<Map<string, KeyHistory | { readonly unreadable: string }>>;
  /** `held`: it was sent already, or another worker has a fresh claim on it. */
  claimNotice(notice: NoticeRef): Promise<"claimed" | "held">;
  confirmNotice(notice: NoticeRef, messageId: string): Promise<void>;
  /** Gives a claim back, after SES said for certain that it did not send. */
  releaseNotice(notice: NoticeRef): Promise<void>;
  recordDeactivation(
    key: { accessKeyId: string; userName: string },
    state: Deactivation["state"],
    count: number,
  ): Promise<void>;
  /** Takes an intention back, after the key was found gone or changed. */
  forgetDeactivation(key: { accessKeyId: string }, before: Deactivation | undefined): Promise<void>;
}

/**
 * For so long a claim keeps other workers away: longer than a worker takes from claiming a notice to the
 * end of its SendEmail, shorter than the pause before the state machine retries on `NoticesInFlight`.
 */
export const claimLeaseMilliseconds = 90_000;

/** The client of the ledger table. */
export function ledgerClient(): DynamoDBClient {
  return new DynamoDBClient(clientSettings);
}

/** The ledger of one account: partition `accountId`, one item an access key. */
export function ledgerOf(
  client: DynamoDBClient,
  tableName: string,
  accountId: string,
  writer: Writer,
): Ledger {
  const update = async (
    accessKeyId: string,
    expression: string,
    names: Record<string, string>,
    values: Record<string, unknown>,
    condition?: string,
  ) => {
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: marshall({ accountId, accessKeyId }),
        UpdateExpression: expression,
        ExpressionAttributeNames: names,
        ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: marshall(values) }),
        ...(condition === undefined ? {} : { ConditionExpression: condition }),
      }),
    );
  };
  const claim = (state: "claimed" | "sent") => ({
    state,
    on: writer.day,
    run: writer.run,
    invocation: writer.invocation,
    claimedAt: writer.now().getTime(),
  });

  return {
    async histories() {
      const found = new Map<string, KeyHistory | { unreadable: string }>();
      const query = {
        TableName: tableName,
        KeyConditionExpression: "accountId = :account",
        ExpressionAttributeValues: marshall({ ":account": accountId }),
        // A retried worker must see what its predecessor wrote a second ago.
        ConsistentRead: true,
      };
      for await (const page of paginateQuery({ client }, query))
        for (const attributes of page.Items ?? []) {
          const accessKeyId = attributes.accessKeyId?.S ?? "";
          try {
            found.set(accessKeyId, readLedgerItem(attributes).history);
          } catch (error) {
            found.set(accessKeyId, { unreadable: describeError(error) });
          }
        }
      return found;
    },

    async claimNotice({ accessKeyId, userName, noticeId, to }) {
      try {
        await update(
          accessKeyId,
          "SET #notice = :claim, userName = :userName",
          { "#notice": noticeAttribute(noticeId, to), "#state": "state" },
          {
            ":me": writer.invocation,
            ":claim": claim("claimed"),
            ":userName": userName,
            ":claimed": "claimed",
            ":stale": writer.now().getTime() - claimLeaseMilliseconds,
          },
          // Its own claim counts as free: the SDK may have sent this write twice after a lost answer.
          "attribute_not_exists(#notice) OR (#notice.#state = :claimed AND (#notice.claimedAt < :stale OR #notice.invocation = :me))",
        );
        return "claimed";
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return "held";
        throw error;
      }
    },

    async confirmNotice({ accessKeyId, noticeId, to }, messageId) {
      await update(
        accessKeyId,
        "SET #notice = :sent",
        { "#notice": noticeAttribute(noticeId, to) },
        { ":sent": { ...claim("sent"), messageId } },
      );
    },

    async releaseNotice({ accessKeyId, noticeId, to }) {
      try {
        await update(
          accessKeyId,
          "REMOVE #notice",
          { "#notice": noticeAttribute(noticeId, to) },
          { ":me": writer.invocation },
          "#notice.invocation = :me",
        );
      } catch (error) {
        // Taken over by another worker meanwhile: then it is theirs to send, and nothing is ours to give back.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },

    async recordDeactivation({ accessKeyId, userName }, state, count) {
      await update(
        accessKeyId,
        "SET #deactivation = :deactivation, userName = :userName",
        { "#deactivation": "deactivation" },
        { ":deactivation": { state, count, on: writer.day, run: writer.run }, ":userName": userName },
      );
    },

    async forgetDeactivation({ accessKeyId }, before) {
      const names = { "#deactivation": "deactivation" };
      if (before === undefined) await update(accessKeyId, "REMOVE #deactivation", names, {});
      else await update(accessKeyId, "SET #deactivation = :before", names, { ":before": before });
    },
  };
}
