import pMap from "p-map";
import type { ReadAccount } from "../../aws/member-account.ts";
import type { Day } from "../../domain/calendar-day.ts";
import type { KeyHistory } from "../../domain/key-history.ts";
import type { NoticeDue } from "../../domain/notice.ts";
import { lastUse } from "../last-use.ts";
import type { KeyNotice, KeyNoticeOutcome, SendNotices, SentNotices } from "../notice-port.ts";
import type { Problem } from "../problem.ts";
import { afterSending } from "../sent-history.ts";
import { type EvaluateFacts, type EvaluatedKey, evaluateAgain } from "./evaluate-keys.ts";
import type { RecordedKey } from "./record-decisions.ts";

/** What notifying the owners of keys takes. */
export interface NotifyTask extends Omit<EvaluateFacts, "histories"> {
  readonly accountId: string;
  readonly member: Pick<ReadAccount, "lastUsed">;
  readonly send: SendNotices;
  /** The true UTC day. */
  readonly today: Day;
  hasTime(): boolean;
}

/** What notifying came to. */
export interface Notified {
  readonly outcomes: readonly KeyNoticeOutcome[];
  /** Last uses that were looked up for mails, by access key ID. */
  readonly lastUsed: ReadonlyMap<string, KeyNotice["facts"]["lastUsed"]>;
  readonly problems: readonly Problem[];
}

/**
 * Keys per batch. Each batch is composed and sent before the next one, so that a worker that is killed has sent what it
 * composed. One recipient gets one mail per batch.
 */
const keysPerBatch = 50;

const concurrentLookUps = 5;

/**
 * Sends the notices that are due, batch by batch while there is time. If SES refuses a recipient, the key is evaluated
 * again with that knowledge, once, so that the fallback contact gets the notice in the same run.
 */
export async function notify(keys: readonly RecordedKey[], task: NotifyTask): Promise<Notified> {
  const outcomes: KeyNoticeOutcome[] = [];
  const problems: Problem[] = [];
  const lastUsed = new Map<string, KeyNotice["facts"]["lastUsed"]>();
  const due = keys.flatMap((key) => (key.mayNotify ? dueNotice(key, key.history) : []));
  let notTried: string | undefined;
  for (const batch of batchesOf(due)) {
    if (notTried === undefined && !task.hasTime()) {
      notTried = "the Lambda timeout was near";
      problems.push({ userName: "", problem: `notices not sent: ${notTried}`, transient: true });
    }
    if (notTried !== undefined) {
      outcomes.push(...batch.flatMap((one) => failedOutcomes(one, `not tried: ${notTried}`)));
      continue;
    }
    const sent = await sendBatch(batch, task, lastUsed);
    outcomes.push(...sent.outcomes);
    problems.push(...sent.problems);
    if (sent.stopped !== undefined) {
      const { reason, transient } = sent.stopped;
      notTried = reason;
      problems.push({ userName: "", problem: `mail stopped: ${reason}`, transient });
    }
  }
  return { outcomes, problems, lastUsed };
}

interface Due {
  readonly key: EvaluatedKey;
  readonly history: KeyHistory;
  readonly notice: NoticeDue;
}

function dueNotice(key: EvaluatedKey, history: KeyHistory): Due[] {
  const { notice } = key.decision;
  return notice === undefined ? [] : [{ key, history, notice }];
}

/** In order of recipients, so that the keys of one recipient fall into as few batches as possible. */
function batchesOf(due: readonly Due[]): Due[][] {
  const recipientsOf = ({ notice }: Due) => notice.to.map(({ address }) => address).join(" ");
  const sorted = due.toSorted((one, other) => {
    const [left, right] = [recipientsOf(one), recipientsOf(other)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
  const batches: Due[][] = [];
  for (let from = 0; from < sorted.length; from += keysPerBatch)
    batches.push(sorted.slice(from, from + keysPerBatch));
  return batches;
}

async function sendBatch(
  batch: readonly Due[],
  task: NotifyTask,
  lastUsed: Map<string, KeyNotice["facts"]["lastUsed"]>,
): Promise<SentNotices> {
  const first = await task.send(await composed(batch, task, lastUsed));
  if (first.stopped !== undefined) return first;
  const refused = new Set(
    first.outcomes.filter(({ outcome }) => outcome === "refused").map(({ accessKeyId }) => accessKeyId),
  );
  const again = batch
    .filter(({ key }) => refused.has(key.key.accessKeyId))
    .flatMap(({ key, history, notice }) => {
      const own = first.outcomes.filter(({ accessKeyId }) => accessKeyId === key.key.accessKeyId);
      const after = afterSending(history, notice, own, { run: task.run.id, today: task.today });
      return dueNotice(evaluateAgain(key, after, task), after);
    });
  if (again.length === 0) return first;
  const second = await task.send(await composed(again, task, lastUsed));
  return {
    outcomes: [...first.outcomes, ...second.outcomes],
    stopped: second.stopped,
    problems: [...first.problems, ...second.problems],
  };
}

/** Only now is the last use looked up, and only if the credential report does not tell it. */
function composed(
  due: readonly Due[],
  { accountId, member }: NotifyTask,
  known: Map<string, KeyNotice["facts"]["lastUsed"]>,
): Promise<KeyNotice[]> {
  return pMap(
    due,
    async ({ key: { key, facts, decision, user }, history, notice }) => {
      const { accessKeyId } = key;
      const lastUsed =
        facts.lastUsed ?? known.get(accessKeyId) ?? (await lastUse(key, accountId, member));
      known.set(accessKeyId, lastUsed);
      const description = typeof user.tags === "object" ? user.tags.descriptions[accessKeyId] : undefined;
      return { facts: { ...facts, history, lastUsed }, decision, notice, description };
    },
    { concurrency: concurrentLookUps },
  );
}

function failedOutcomes({ key, notice }: Due, error: string): KeyNoticeOutcome[] {
  return notice.to.map(({ address, as }) => ({
    accessKeyId: key.key.accessKeyId,
    id: notice.id,
    to: address,
    as,
    names: notice.names,
    outcome: "failed",
    error,
  }));
}

/** In report mode: the notices that an enforcing run would send. */
export function wouldNotify(keys: readonly EvaluatedKey[]): KeyNoticeOutcome[] {
  return keys.flatMap(({ key, decision: { notice } }) =>
    (notice?.to ?? []).flatMap(({ address, as }): KeyNoticeOutcome[] =>
      notice === undefined
        ? []
        : [
            {
              accessKeyId: key.accessKeyId,
              id: notice.id,
              to: address,
              as,
              names: notice.names,
              outcome: "wouldSend",
            },
          ],
    ),
  );
}
