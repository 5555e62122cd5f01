import { addresseesOf } from "../../domain/addressees.ts";
import type { Day } from "../../domain/calendar-day.ts";
import type { Decision } from "../../domain/decision.ts";
import type { KeyHistory } from "../../domain/key-history.ts";
import { kindOf, type NoticeDue, type NoticeId } from "../../domain/notice.ts";
import type { AccountRules } from "../../domain/policy.ts";
import { readUserFacts } from "../../domain/user-facts.ts";
import { lastUse } from "../last-use.ts";
import type { KeyNotice, SendNotices, SentNotices } from "../notice-port.ts";
import { recordedFactsOf } from "../recorded-facts.ts";
import { afterSending } from "../sent-history.ts";
import type { DeactivatedKey } from "./deactivate-key.ts";

/** What notifying the owner of a deactivated key takes. */
export interface DeactivationNoticeTask {
  readonly accountId: string;
  readonly runId: string;
  readonly rules: AccountRules;
  readonly member: Parameters<typeof lastUse>[2];
  readonly send: SendNotices;
  /** The true UTC day. */
  readonly today: Day;
}

/**
 * Notifies whoever is still to hear that a key was deactivated. If SES refuses every owner, the fallback contact is
 * notified at once.
 */
export async function notifyDeactivation(
  key: DeactivatedKey,
  decision: Decision,
  task: DeactivationNoticeTask,
): Promise<SentNotices> {
  const first = dueNotice(key, key.history, task);
  if (first === undefined) return { outcomes: [], problems: [] };
  const composed = await compose(key, decision, first, task);
  const sent = await task.send([composed]);
  const isRefused = sent.outcomes.some(({ outcome }) => outcome === "refused");
  if (!isRefused || sent.stopped !== undefined) return sent;
  const after = afterSending(key.history, first, sent.outcomes, { run: task.runId, today: task.today });
  const second = dueNotice(key, after, task);
  if (second === undefined) return sent;
  const facts = { ...composed.facts, history: after };
  const again = await task.send([{ ...composed, facts, notice: second }]);
  return {
    outcomes: [...sent.outcomes, ...again.outcomes],
    stopped: again.stopped,
    problems: [...sent.problems, ...again.problems],
  };
}

function dueNotice(
  { tags }: DeactivatedKey,
  history: KeyHistory,
  { rules, today }: DeactivationNoticeTask,
): NoticeDue | undefined {
  if (history.deactivation === undefined) return undefined;
  const id: NoticeId = { type: "deactivated", number: history.deactivation.number };
  const { recipients } = readUserFacts(tags, rules, today);
  const to = addresseesOf(id, { history, recipients, today });
  return to.length === 0 ? undefined : { id, kind: kindOf(id), to, audience: "current" };
}

async function compose(
  { key, otherKey, tags, description, history }: DeactivatedKey,
  decision: Decision,
  notice: NoticeDue,
  { accountId, rules, member, today }: DeactivationNoticeTask,
): Promise<KeyNotice> {
  const keys = otherKey === undefined ? [key] : [key, otherKey];
  const sources = { key, keys, keyFrom: "listing", tags, tagsReadOn: today, history, rules, today } as const;
  const lastUsed = await lastUse(key, accountId, member);
  return { facts: { ...recordedFactsOf(sources), lastUsed }, decision, notice, description };
}
