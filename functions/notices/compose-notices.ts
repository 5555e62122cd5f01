import pMap from "p-map";
import type { MemberAccount } from "../aws/member-account.ts";
import type { Account } from "../domain/account.ts";
import { addDays, type Day, laterOf } from "../domain/calendar-day.ts";
import { deactivationDay, lastStageDay } from "../domain/due-stage.ts";
import { firstNoticeOn, graceOverOn } from "../domain/grace.ts";
import type { AddressedNotice, KeyNotice } from "../domain/notice-mail.ts";
import type { AccountRules } from "../domain/policy.ts";
import type { JudgedKey } from "../worker/decide.ts";
import { lastUse } from "../worker/last-use.ts";

/** What the notices of one account are composed from. */
export interface ComposeTask {
  readonly account: Account;
  readonly member: MemberAccount;
  readonly rules: AccountRules;
  readonly today: Day;
}

/** Composes the notices that are due, with all that their mails say; only now is the last use looked up. */
export async function composeNotices(
  due: readonly JudgedKey[],
  task: ComposeTask,
): Promise<AddressedNotice[]> {
  const composed = await pMap(due, (judged) => composeNotice(judged, task), { concurrency: 5 });
  return composed.flat();
}

async function composeNotice(judged: JudgedKey, task: ComposeTask): Promise<AddressedNotice[]> {
  const { key, decision, history, tags, user } = judged;
  if (decision.notice === undefined || user === "unreadable") return [];
  const { accessKeyId, userName, createdOn } = key;
  const { id, kind, to } = decision.notice;
  const notice: KeyNotice = {
    accessKeyId,
    userName,
    createdOn,
    noticeId: id,
    kind,
    age: decision.age,
    description: tags.find((tag) => tag.key === accessKeyId)?.value,
    lastUsed: judged.lastUsed ?? (await lastUse(key, task.account.id, task.member)),
    rotateBeforeDay: lastStageDay(task.rules),
    switchOffOn: switchOffDay(judged, task),
  };
  const told = history.notices.filter((sent) => sent.id === id).map((sent) => sent.to);
  const { fallbackReason } = user.recipients;
  const fallback = task.rules.contacts.fallback.toLowerCase();
  // Only the fallback contact is told why it gets this: to the owner the sentence would be untrue.
  return [
    { notice, told, to: to.filter((recipient) => recipient !== fallback) },
    { notice: { ...notice, fallbackReason }, told, to: to.filter((recipient) => recipient === fallback) },
  ];
}

/** The day a key will be off if nothing changes, counting the notice that is about to be sent. */
function switchOffDay(
  { key, decision, history, user }: JudgedKey,
  { rules, today }: ComposeTask,
): Day | undefined {
  const { notice, next } = decision;
  if (notice?.kind === "deactivated" || notice?.kind === "reminder" || user === "unreadable")
    return undefined;
  if (next?.what === "deactivate") return next.on;
  const day = deactivationDay(user.userType.known ? user.userType.name : undefined, rules);
  if (day === undefined) return undefined;
  const firstNotice = firstNoticeOn(history, user.exemption) ?? today;
  return laterOf(addDays(key.createdOn, day), graceOverOn(firstNotice, rules.minimumNoticeDays));
}
