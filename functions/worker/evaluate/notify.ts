import type { Day } from "../../domain/calendar-day.ts";
import type { KeyHistory } from "../../domain/key-history.ts";
import type { NoticeDue } from "../../domain/notice.ts";
import type { DueNotice } from "../../notices/compose-notices.ts";
import type { NoticeResult } from "../../notices/settle-notices.ts";
import { bothSent, type SendNotices, type SentNotices } from "../notice-port.ts";
import { afterSending } from "../sent-history.ts";
import { type EvaluatedKey, type EvaluateFacts, evaluateAgain } from "./evaluate-keys.ts";
import type { KeyToRecord } from "./record-decisions.ts";

/** What notifying the owners of keys needs. */
export interface NotifyTask extends Omit<EvaluateFacts, "histories"> {
  readonly send: SendNotices;
  readonly utcDay: Day;
}

/**
 * Sends the notices that are due. If SES refuses a recipient, the key is evaluated again with that knowledge, once, so
 * that the fallback contact gets the notice in the same run.
 */
export async function notify(keys: readonly KeyToRecord[], task: NotifyTask): Promise<SentNotices> {
  const due = keys.flatMap((key) => (key.mayNotify ? dueOf(key, key.history) : []));
  if (due.length === 0) return { results: [], errors: [] };
  const first = await task.send(due.map(composed));
  if (first.stopped !== undefined) return first;
  const again = dueAfterRefusals(due, first.results, task);
  return again.length === 0 ? first : bothSent(first, await task.send(again.map(composed)));
}

interface Due {
  readonly key: EvaluatedKey;
  readonly history: KeyHistory;
  readonly notice: NoticeDue;
}

function dueOf(key: EvaluatedKey, history: KeyHistory): Due[] {
  const { notice } = key.decision;
  return notice === undefined ? [] : [{ key, history, notice }];
}

function dueAfterRefusals(due: readonly Due[], results: readonly NoticeResult[], task: NotifyTask): Due[] {
  const byKey = Map.groupBy(results, ({ accessKeyId }) => accessKeyId);
  return due.flatMap(({ key, history, notice }) => {
    const own = byKey.get(key.key.accessKeyId) ?? [];
    if (!own.some(({ outcome }) => outcome === "refused")) return [];
    const { userType } = key.facts;
    const after = afterSending(history, notice, own, { run: task.run.id, utcDay: task.utcDay, userType });
    return dueOf(evaluateAgain(key, after, task), after);
  });
}

function composed({ key: { key, facts, decision, user }, history, notice }: Due): DueNotice {
  const description = typeof user.tags === "object" ? user.tags.descriptions[key.accessKeyId] : undefined;
  const tags = description === undefined ? [] : [{ key: key.accessKeyId, value: description }];
  return { notice, reason: decision.reason, facts: { ...facts, history }, round: history.round, tags };
}

/** In report mode: the notices that an enforcing run would send. */
export function wouldNotify(keys: readonly EvaluatedKey[]): NoticeResult[] {
  return keys.flatMap(({ key: { accessKeyId }, decision: { notice } }) => {
    if (notice === undefined) return [];
    const { id, names, to } = notice;
    const named = names === undefined ? {} : { names };
    return to.map(({ address, as }): NoticeResult => {
      return { accessKeyId, id, to: address, as, ...named, outcome: "wouldSend" };
    });
  });
}
