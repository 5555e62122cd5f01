import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { present } from "./aws-errors.ts";

/** Keeps the mails of all workers within SES's rate. */
export interface MailPace {
  /** Waits for the next free moment to send one mail; `noTimeLeft` if it is after the worker's deadline. */
  nextSlot(): Promise<"reached" | "noTimeLeft">;
  /** Waits before a retry, longer after each failure. */
  backOff(failures: number): Promise<void>;
}

/** What the pace of a worker depends on. */
export interface PaceSettings {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Mails per second: `mailRate` of the run. */
  readonly rate: number;
  now(): Date;
  pause(milliseconds: number): Promise<void>;
  /** How much longer the worker may send mails. */
  remainingMilliseconds(): number;
  /** From 0 to below 1, for the jitter. */
  random(): number;
}

/** A twentieth of the rate stays free, because evenly spaced mails do not arrive at SES evenly. */
const usedShare = 0.95;

/** SES advises to wait up to ten minutes (SES developer guide, manage-sending-quotas-errors). */
const shortestBackOff = 1_000;
const longestBackOff = 60_000;

/**
 * No worker reserves a slot after its deadline, which is 15 minutes away at most. A later slot was written by a worker
 * whose clock was wrong, and would stop all mail until that time.
 */
const longestWait = 3_600_000;

const key = { accountId: "control", accessKeyId: "mail-pace" };

/**
 * The pace of all mails is one item of the ledger table: the time of the next free slot. A worker advances it by one
 * slot with an atomic update, and waits until its own slot is reached.
 *
 * Reasons: SES's rate belongs to the AWS account. A fixed share for each worker would waste the shares of workers that
 * have nothing to send, and a few workers would be slow for the whole run. A queue with one sender would be another
 * function, and the worker would not know the outcome of its notices. One slot for each mail costs one write in
 * addition to the claims, and DynamoDB accepts 1,000 a second for one item, far more than SES's usual rates. One slot
 * at a time, because a batch of slots would leave gaps if a worker needs fewer.
 */
export function mailPaceOf(settings: PaceSettings): MailPace {
  const { pause, now, remainingMilliseconds, random } = settings;
  return {
    async nextSlot() {
      const slot = await reserveSlot(settings, now().getTime() + remainingMilliseconds());
      if (slot === undefined) return "noTimeLeft";
      const wait = slot - now().getTime();
      if (wait > 0) await pause(wait);
      return "reached";
    },
    async backOff(failures) {
      const longest = Math.min(longestBackOff, shortestBackOff * 2 ** failures);
      await pause(Math.min(longest * (0.5 + random() / 2), Math.max(0, remainingMilliseconds())));
    },
  };
}

/**
 * Reserves the next slot.
 * @param latest the last moment at which the worker can use it
 * @returns its time in milliseconds since 1970; `undefined` if it is after `latest`, and then nothing is reserved
 */
async function reserveSlot(
  { client, tableName, rate, now }: PaceSettings,
  latest: number,
): Promise<number | undefined> {
  const slotLength = Math.ceil(1000 / (rate * usedShare));
  /** Sets the next slot to `start` and `length`; `undefined` if the condition is not met. */
  const update = async (
    start: "nextSlot" | ":now",
    length: number,
    condition: string,
    times: Record<string, number>,
  ) => {
    try {
      const { Attributes } = await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: marshall(key),
          UpdateExpression: `SET nextSlot = ${start} + :length`,
          ConditionExpression: condition,
          ExpressionAttributeValues: marshall({ ...times, ":length": length }),
          ReturnValues: "UPDATED_NEW",
        }),
      );
      return Number(present(Attributes?.nextSlot?.N, "UpdateItem", "nextSlot")) - length;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  };
  for (let time = now().getTime(); time <= latest; time = now().getTime()) {
    const queued = await update("nextSlot", slotLength, "nextSlot BETWEEN :now AND :latest", {
      ":now": time,
      ":latest": latest,
    });
    if (queued !== undefined) return queued;
    // No mail is waiting, so the slot is now.
    const free = await update(
      ":now",
      slotLength,
      "attribute_not_exists(nextSlot) OR nextSlot < :now OR nextSlot > :impossible",
      { ":now": time, ":impossible": time + longestWait },
    );
    if (free !== undefined) return free;
    const tooLate = await update("nextSlot", 0, "nextSlot > :latest", { ":latest": latest });
    if (tooLate !== undefined) return undefined;
    // Another worker has taken a slot between these updates. That can happen any number of times if an update takes
    // longer than a slot, and does not mean that no time is left.
  }
  return undefined;
}
