import { addresseesOf } from "../../domain/addressees.ts";
import type { Day } from "../../domain/calendar-day.ts";
import type { KeyHistory } from "../../domain/key-history.ts";
import { kindOf, type NoticeDue, type NoticeId } from "../../domain/notice.ts";
import type { AccountRules } from "../../domain/policy.ts";
import { readUserFacts } from "../../domain/user-facts.ts";
import type { DueNotice } from "../../notices/compose-notices.ts";
import { bothSent, type SendNotices, type SentNotices } from "../notice-port.ts";
import { recordedFactsOf } from "../recorded-facts.ts";
import { afterSending } from "../sent-history.ts";
import type { DeactivatedKey } from "./key-outcome.ts";

/** What notifying the owner of a deactivated key needs. */
export interface DeactivationNoticeTask {
  readonly runId: string;
  readonly rules: AccountRules;
  readonly send: SendNotices;
  readonly utcDay: Day;
}

/**
 * Notifies everybody who has not had the mail about a deactivation yet. If SES refuses every owner, the fallback
 * contact is notified at once.
 */
export async function notifyDeactivation(
  key: DeactivatedKey,
  task: DeactivationNoticeTask,
): Promise<SentNotices> {
  const { runId: run, utcDay } = task;
  const notice = dueNotice(key, key.history, task);
  if (notice === undefined) return { results: [], errors: [] };
  const first = await task.send([composed(key, key.history, notice, task)]);
  const isRefused = first.results.some(({ outcome }) => outcome === "refused");
  if (!isRefused || first.stopped !== undefined) return first;
  const after = afterSending(key.history, notice, first.results, { run, utcDay });
  const again = dueNotice(key, after, task);
  return again === undefined ? first : bothSent(first, await task.send([composed(key, after, again, task)]));
}

function dueNotice(
  { tags }: DeactivatedKey,
  history: KeyHistory,
  { rules, utcDay }: DeactivationNoticeTask,
): NoticeDue | undefined {
  if (history.deactivation === undefined) return undefined;
  const id: NoticeId = { type: "deactivated", number: history.deactivation.number };
  const { recipients } = readUserFacts(tags, rules, utcDay);
  const to = addresseesOf(id, { history, recipients, today: utcDay });
  return to.length === 0 ? undefined : { id, kind: kindOf(id), to, audience: "current" };
}

function composed(
  { key, otherKey, tags, description }: DeactivatedKey,
  history: KeyHistory,
  notice: NoticeDue,
  { rules, utcDay }: DeactivationNoticeTask,
): DueNotice {
  const keys = otherKey === undefined ? [key] : [key, otherKey];
  const sources = {
    key,
    keys,
    keyFrom: "listing",
    tags,
    tagsReadOn: utcDay,
    history,
    rules,
    today: utcDay,
  } as const;
  return {
    notice,
    facts: recordedFactsOf(sources),
    round: history.round,
    tags: description === undefined ? [] : [{ key: key.accessKeyId, value: description }],
  };
}
