import { DynamoDBClient, paginateQuery } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { type Day, dayOf, laterOf } from "../domain/calendar-day.ts";
import type { Deactivation, KeyHistory, Restore } from "../domain/key-history.ts";
import { describeError } from "../runtime/log.ts";
import { present } from "./aws-errors.ts";
import { clientSettings } from "./client-config.ts";
import { noticeAttribute, readLedgerItem } from "./ledger-item.ts";
import { keyValues, ledgerUpdates } from "./ledger-updates.ts";

/** The key an entry is about; its day of creation is kept for reports that can no longer read the key. */
export interface LedgerKey {
  readonly accessKeyId: string;
  readonly userName: string;
  readonly createdOn?: Day | undefined;
}

/** A notice about one key to one recipient. */
export interface NoticeRef extends LedgerKey {
  readonly noticeId: string;
  readonly to: string;
}

/** Who writes, and when: the run, its day, and the wall clock (for the ledger only, never for rules). */
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
  /** Turns a claim into the memory that SES refused this recipient and the fallback contact was told instead. */
  refuseNotice(notice: NoticeRef): Promise<void>;
  /** `held`: another worker intends this deactivation or has done it, and what follows is its business. */
  recordDeactivation(
    key: LedgerKey,
    state: Deactivation["state"],
    count: number,
  ): Promise<"recorded" | "held">;
  /** Takes an intention back, after the key was found gone or changed; never a deactivation that was done. */
  forgetDeactivation(key: { accessKeyId: string }, before: Deactivation | undefined): Promise<void>;
  /** `held`: the deactivation that it undoes is not the latest any more, or not done. */
  recordRestore(
    key: { accessKeyId: string },
    restore: Pick<Restore, "state" | "until" | "reason">,
    deactivation: Deactivation,
  ): Promise<"recorded" | "held">;
}

/**
 * For so long a claim keeps other workers away: longer than a worker takes from claiming a notice to the
 * end of its SendEmail, shorter than the pause before the state machine retries on `NoticesInFlight`.
 */
export const claimLeaseMilliseconds = 90_000;

/**
 * The day that an entry is dated with: the run's, or the true one where the run has lasted into the next or was
 * redriven. The grace of a key counts from here; dated by its run, a notice could be older than its mail.
 */
export function entryDay({ day, now }: Pick<Writer, "day" | "now">): Day {
  return laterOf(day, dayOf(now()));
}

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
  const { update, updateIf } = ledgerUpdates(client, tableName, accountId);
  const claim = (state: "claimed" | "sent" | "refused") => ({
    state,
    on: entryDay(writer),
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
        for (const attributes of present(page.Items, "Query", "Items")) {
          const accessKeyId = attributes.accessKeyId?.S ?? "";
          try {
            found.set(accessKeyId, readLedgerItem(attributes).history);
          } catch (error) {
            found.set(accessKeyId, { unreadable: describeError(error) });
          }
        }
      return found;
    },

    async claimNotice({ accessKeyId, userName, createdOn, noticeId, to }) {
      const key = keyValues(userName, createdOn);
      const claimed = await updateIf(
        accessKeyId,
        `SET #notice = :claim, ${key.expression}`,
        { "#notice": noticeAttribute(noticeId, to), "#state": "state" },
        {
          ...key.values,
          ":me": writer.invocation,
          ":claim": claim("claimed"),
          ":claimed": "claimed",
          ":stale": writer.now().getTime() - claimLeaseMilliseconds,
        },
        // Its own claim counts as free: the SDK may have sent this write twice after a lost answer.
        "attribute_not_exists(#notice) OR (#notice.#state = :claimed AND (#notice.claimedAt < :stale OR #notice.invocation = :me))",
      );
      return claimed ? "claimed" : "held";
    },

    async confirmNotice({ accessKeyId, noticeId, to }, messageId) {
      await update(
        accessKeyId,
        "SET #notice = :sent",
        { "#notice": noticeAttribute(noticeId, to) },
        { ":sent": { ...claim("sent"), messageId } },
      );
    },

    // Of the next two, a write whose condition fails is no loss: another worker has taken the claim over
    // meanwhile, so the notice is theirs to send and nothing is ours to settle.
    async releaseNotice({ accessKeyId, noticeId, to }) {
      await updateIf(
        accessKeyId,
        "REMOVE #notice",
        { "#notice": noticeAttribute(noticeId, to) },
        { ":me": writer.invocation },
        "#notice.invocation = :me",
      );
    },

    async refuseNotice({ accessKeyId, noticeId, to }) {
      await updateIf(
        accessKeyId,
        "SET #notice = :refused",
        { "#notice": noticeAttribute(noticeId, to) },
        { ":refused": claim("refused"), ":me": writer.invocation },
        "#notice.invocation = :me",
      );
    },

    async recordDeactivation({ accessKeyId, userName, createdOn }, state, count) {
      const key = keyValues(userName, createdOn);
      const { run, invocation } = writer;
      const on = entryDay(writer);
      const values = {
        ...key.values,
        ":deactivation": { state, count, on, run, invocation },
        ":count": count,
      };
      const recorded = await updateIf(
        accessKeyId,
        `SET #deactivation = :deactivation, ${key.expression}`,
        {
          "#deactivation": "deactivation",
          "#count": "count",
          ...(state === "intended" ? { "#state": "state" } : {}),
        },
        state === "intended" ? { ...values, ":done": "done", ":me": invocation } : values,
        state === "intended" ? mayIntend : mayComplete,
      );
      return recorded ? "recorded" : "held";
    },

    async forgetDeactivation({ accessKeyId }, before) {
      const names = { "#deactivation": "deactivation", "#state": "state" };
      const intended = { ":intended": "intended" };
      const condition = "#deactivation.#state = :intended";
      if (before === undefined)
        await updateIf(accessKeyId, "REMOVE #deactivation", names, intended, condition);
      else
        await updateIf(
          accessKeyId,
          "SET #deactivation = :before",
          names,
          { ...intended, ":before": before },
          condition,
        );
    },

    async recordRestore({ accessKeyId }, { state, until, reason }, { count }) {
      const recorded = await updateIf(
        accessKeyId,
        "SET #restore = :restore",
        { "#restore": "restore", "#deactivation": "deactivation", "#state": "state", "#count": "count" },
        {
          ":restore": { state, on: entryDay(writer), until, run: writer.run, reason },
          ":done": "done",
          ":count": count,
        },
        "#deactivation.#state = :done AND #deactivation.#count = :count",
      );
      return recorded ? "recorded" : "held";
    },
  };
}

/**
 * An intention stands against every other worker until it is done or taken back, so that of two runs at once
 * one switches the key off and the other does not take it for its owner's doing. Its own counts as free.
 */
const mayIntend =
  "attribute_not_exists(#deactivation) OR (#deactivation.#state = :done AND #deactivation.#count < :count) OR #deactivation.invocation = :me";

/** A completed deactivation never goes back to an earlier one. */
const mayComplete = "attribute_not_exists(#deactivation) OR #deactivation.#count <= :count";
