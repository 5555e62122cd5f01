import pMap from "p-map";
import type { MemberAccount } from "../aws/member-account.ts";
import type { Account } from "../domain/account.ts";
import { addDays, type Day, laterOf } from "../domain/calendar-day.ts";
import { deactivationDay, lastStageDay } from "../domain/due-stage.ts";
import { firstNoticeOn, graceOverOn } from "../domain/grace.ts";
import type { AddressedNotice, LastUsed } from "../domain/notice-mail.ts";
import type { AccountRules } from "../domain/policy.ts";
import { log } from "../runtime/log.ts";
import type { JudgedKey } from "./decide.ts";

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
  return composed.filter((notice) => notice !== undefined);
}

async function composeNotice(judged: JudgedKey, task: ComposeTask): Promise<AddressedNotice | undefined> {
  const { key, decision, tags, user } = judged;
  if (decision.notice === undefined || user === "unreadable") return undefined;
  const { accessKeyId, userName, createdOn } = key;
  return {
    to: decision.notice.to,
    notice: {
      accessKeyId,
      userName,
      createdOn,
      noticeId: decision.notice.id,
      kind: decision.notice.kind,
      age: decision.age,
      description: tags.find((tag) => tag.key === accessKeyId)?.value,
      lastUsed: await lastUse(judged, task),
      rotateBeforeDay: lastStageDay(task.rules),
      switchOffOn: switchOffDay(judged, task),
      fallbackReason: user.recipients.fallbackReason,
    },
  };
}

/** A last use that cannot be read is "unknown" in the mail, never "not used": a peer deleted live keys over it. */
async function lastUse({ key }: JudgedKey, { account, member }: ComposeTask): Promise<LastUsed> {
  try {
    return await member.lastUsed(key.accessKeyId);
  } catch (error) {
    log(
      "warn",
      "the last use of a key could not be read",
      { account: account.id, user: key.userName },
      error,
    );
    return { state: "unknown" };
  }
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
