import type { AccessKey } from "./access-key.ts";
import { addDays, type Day } from "./calendar-day.ts";
import { tookEffect } from "./inactive-key.ts";
import { type Deactivation, deactivatingRun, type KeyHistory, standingNotices } from "./key-history.ts";
import { dayToName } from "./named-day.ts";
import type { AccountRules } from "./policy.ts";
import { deactivationAge } from "./stages.ts";
import type { UserFacts } from "./user-facts.ts";

/** Everything that the decision about a restore is based on. */
export interface RestoreFacts {
  /** The key's current state; `undefined` if it is deleted. */
  readonly key: AccessKey | undefined;
  /** `undefined` if the ledger has no entry for the key. */
  readonly history: KeyHistory | undefined;
  /** The execution of the restore, and its day. */
  readonly run: { readonly id: string; readonly day: Day };
  /** The key stays active for this many days after today. */
  readonly days: number;
  /** If given, only a deactivation by this run is undone. */
  readonly deactivatedBy?: string | undefined;
}

/** Why a restore is refused. A refusal is an answer: no key is changed, and the execution succeeds. */
export type RestoreRefusal =
  | { readonly code: "notDeactivatedByCurfew" }
  | { readonly code: "deactivationUnfinished" }
  /** The request is about another run. */
  | { readonly code: "deactivatedByAnotherRun"; readonly run: string }
  /** Curfew's deactivation was already restored. Somebody else has deactivated the key since. */
  | { readonly code: "deactivatedByOthers"; readonly restoredOn: Day }
  /** The owner was warned after Curfew's deactivation, so the key was active again. Somebody else has deactivated it. */
  | { readonly code: "wasActiveAgain"; readonly warnedOn: Day }
  | { readonly code: "keyGone" }
  | { readonly code: "alreadyActive" }
  | { readonly code: "unexpectedStatus"; readonly status: string };

/** Whether a key is reactivated, until which day (included), and which deactivation that undoes. */
export type RestoreDecision =
  | {
      readonly outcome: "restore";
      readonly until: Day;
      readonly deactivation: Deactivation;
      /** The number of this restore. */
      readonly number: number;
      /** An earlier execution finished it, except perhaps for notices. Only missing notices are sent. */
      readonly wasDone: boolean;
    }
  | { readonly outcome: "refused"; readonly reason: RestoreRefusal };

/**
 * Decides whether Curfew may reactivate a key. It undoes only its own latest deactivation: a key that its owner or an
 * incident responder deactivated stays inactive. A repeated attempt of the same execution gets
 * the same answer. While an earlier restore lasts, a new execution continues it: it may have failed after the key was
 * reactivated and before everybody was notified.
 */
export function evaluateRestore({ key, history, run, days, deactivatedBy }: RestoreFacts): RestoreDecision {
  const deactivation = history?.deactivation;
  if (history === undefined || deactivation === undefined) return refused({ code: "notDeactivatedByCurfew" });
  const by = deactivatingRun(deactivation);
  if (deactivatedBy !== undefined && by !== deactivatedBy)
    return refused({ code: "deactivatedByAnotherRun", run: by });
  if (key === undefined) return refused({ code: "keyGone" });
  const isInterrupted = deactivation.state === "intended";
  if (isInterrupted && !tookEffect(deactivation, key, run.day))
    return refused({ code: "deactivationUnfinished" });
  const { restore } = history;
  const isOurs = restore?.run === run.id;
  const isSameDeactivation = restore?.deactivation === deactivation.number;
  const lasts = isSameDeactivation && run.day <= restore.until;
  if (key.status === "Active" && !isOurs && !lasts) return refused({ code: "alreadyActive" });
  const isUndone = isSameDeactivation && restore.state === "done";
  // Also in a second attempt of the same execution: a key that is Inactive after the read-back was deactivated since.
  if (isUndone && key.status !== "Active")
    return refused({ code: "deactivatedByOthers", restoredOn: restore.on });
  // A deactivation revokes all notices, and only the owner of an active key is warned again.
  const warnedSince = isInterrupted ? undefined : standingNotices(history)[0];
  if (key.status === "Inactive" && warnedSince !== undefined)
    return refused({ code: "wasActiveAgain", warnedOn: warnedSince.on });
  if (key.status !== "Active" && key.status !== "Inactive")
    return refused({ code: "unexpectedStatus", status: key.status });
  if (isUndone && !isOurs)
    return { outcome: "restore", until: restore.until, deactivation, number: restore.number, wasDone: true };
  const number = isOurs ? restore.number : (restore?.number ?? 0) + 1;
  return { outcome: "restore", until: addDays(run.day, days), deactivation, number, wasDone: false };
}

function refused(reason: RestoreRefusal): RestoreDecision {
  return { outcome: "refused", reason };
}

/** What the day that the mail about a restore names depends on. */
export interface KeyAfterRestore {
  readonly key: AccessKey;
  /** After the restore was recorded. */
  readonly history: KeyHistory;
  readonly rules: AccountRules;
  readonly today: Day;
  /** The last day of the current pause. */
  readonly pausedUntil?: Day | undefined;
}

/**
 * The day that the mail about a restore names; `undefined` if nothing would deactivate the key: in report mode, with an
 * exemption that lasts or cannot be read, or for another user type. A restore is a single decision about one key, so
 * its day is not spread like those of a first deployment.
 */
export function dayNamedByRestore(
  { exemption, userType }: UserFacts,
  restored: KeyAfterRestore,
): Day | undefined {
  const { key, history, rules, today, pausedUntil } = restored;
  if (rules.mode === "report" || exemption.state === "active" || exemption.state === "unreadable")
    return undefined;
  const age = userType.known ? deactivationAge(userType.name, rules) : undefined;
  if (age === undefined) return undefined;
  const { accessKeyId, createdOn } = key;
  const dueOn = addDays(createdOn, age);
  return dayToName({ accessKeyId, dueOn, history, rules, today, pausedUntil, spreadOverDays: 1 });
}
