import { type Day, daysBetween } from "../domain/calendar-day.ts";
import type { Reason } from "../domain/decision.ts";
import type { KeyHistory } from "../domain/key-history.ts";
import type { LastUsed } from "../domain/last-used.ts";
import type { NoticeDue } from "../domain/notice.ts";
import type { AccountRules } from "../domain/policy.ts";
import type { RecordedFacts } from "../domain/recorded-facts.ts";
import { lastStageDay } from "../domain/stages.ts";
import type { Tag } from "../domain/user-facts.ts";
import { log } from "../runtime/log.ts";
import type { KeyNotice } from "./key-notice.ts";

/** A due notice about one key, and what is known about the key. */
export interface DueNotice {
  readonly notice: NoticeDue;
  /** The reason of the decision. */
  readonly reason?: Reason | undefined;
  readonly facts: RecordedFacts;
  /** The key's round after everything that the decision requires was recorded. */
  readonly round: number;
  /** All tags of the user, if they were read. */
  readonly tags?: readonly Tag[] | undefined;
}

/** What the notices of one account have in common. */
export interface ComposeTask {
  readonly rules: Pick<AccountRules, "stages" | "remindEveryDays">;
  /** The day for which the rule is asked. A run as of another day passes that day. */
  readonly today: Day;
}

/** Composes the notices that are due: one for each key and recipient. The last use is read when they are sent. */
export function composeNotices(due: readonly DueNotice[], task: ComposeTask): KeyNotice[] {
  return due.flatMap((one) => composeNotice(one, task));
}

function composeNotice(due: DueNotice, { rules, today }: ComposeTask): KeyNotice[] {
  const { facts, round, reason, tags = [] } = due;
  const { to, ...notice } = due.notice;
  const { accessKeyId, userName, createdOn, userType, lastUsed, otherKey, hasPassword } = facts;
  const common = {
    ...notice,
    accessKeyId,
    userName,
    createdOn,
    round,
    age: daysBetween(createdOn, today),
    lastStageDay: lastStageDay(rules),
    daysLeft: notice.names === undefined ? undefined : daysBetween(today, notice.names),
    reason,
    userType,
    description: tags.find(({ key }) => key === accessKeyId)?.value,
    lastUsed,
    otherKey,
    hasPassword,
    restoreReason: reasonOfRestore(notice, facts.history),
  };
  return to.map(({ address, as, because }) => ({
    ...common,
    to: address,
    as,
    because: as === "fallback" ? because : undefined,
  }));
}

function reasonOfRestore({ id }: Pick<NoticeDue, "id">, { restore }: KeyHistory): string | undefined {
  return id.type === "restored" && restore?.number === id.number ? restore.reason : undefined;
}

/** Reads when a key was last used. */
export type LookUpLastUsed = (key: Pick<KeyNotice, "accessKeyId" | "userName">) => Promise<LastUsed>;

/**
 * Adds the last use if the credential report did not have it. A last use that cannot be read is "unknown" in the
 * mail, never "not used": people delete keys because of this line.
 */
export async function withLastUse(notice: KeyNotice, lookUp: LookUpLastUsed): Promise<KeyNotice> {
  if (notice.lastUsed !== undefined) return notice;
  try {
    return { ...notice, lastUsed: await lookUp(notice) };
  } catch (error) {
    log("warn", "the last use of a key could not be read", { user: notice.userName }, error);
    return { ...notice, lastUsed: { state: "unknown" } };
  }
}
