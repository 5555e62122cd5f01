import { addresseesOf } from "./addressees.ts";
import { addDays, type Day, daysBetween, laterOf } from "./calendar-day.ts";
import type { Decision, DecisionState, Reason } from "./decision.ts";
import { completionOf, handleUnwarned, type Warning } from "./final-warning.ts";
import { evaluateInactiveKey } from "./inactive-key.ts";
import type { KeyFacts } from "./key-facts.ts";
import {
  dayToWithdraw,
  type KeyHistory,
  latestNamedDay,
  type Restore,
  type RevocationCause,
  revocationByIntention,
  revoked,
  standingNotices,
} from "./key-history.ts";
import { firstAllowedDay, mayDeactivate } from "./may-deactivate.ts";
import { dayToName } from "./named-day.ts";
import { kindOf, type NoticeDue, type NoticeId } from "./notice.ts";
import {
  type DueStage,
  deactivationAge,
  dueStage,
  firstStageDay,
  isPastAnyDeactivation,
  reminderDay,
} from "./stages.ts";
import { readUserFacts, type UserFacts } from "./user-facts.ts";

/**
 * Decides what is due for one access key today. Each key is evaluated on its own. If anything is unknown about the key
 * or its user, it is not deactivated.
 */
export function evaluateKey(facts: KeyFacts): Decision {
  const { key, tags, history, rules, today } = facts;
  if (key.status !== "Active") return evaluateInactiveKey(facts);
  const age = daysBetween(key.createdOn, today);
  const base = baseOf(facts);
  if (age < firstStageDay(rules)) return { ...base, state: "compliant", reason: { code: "noStageDue" } };
  // Tags that were not read although a stage is due are treated as unreadable.
  if (tags === "unreadable" || tags === "notRead")
    return { ...base, state: "onHold", reason: { code: "tagsUnreadable" } };
  const user = readUserFacts(tags, rules, today);
  const revoke = revocationBy(user, history) ?? base.revoke;
  const current = revoke === undefined ? facts : { ...facts, history: revoked(history, revoke, today, "") };
  const decision = decideByStage({ ...current, user, age, namedBefore: dayToWithdraw(history) });
  return { ...base, ...decision, revoke: decision.revoke ?? revoke };
}

/** What a decision adds to the key itself. */
type Outcome = Omit<Decision, "accessKeyId" | "userName" | "age" | "withdrawIntention">;

interface ActiveKey extends KeyFacts {
  readonly user: UserFacts;
  readonly age: number;
  /** Also if the exemption tag revokes the notice that named it today. */
  readonly namedBefore: Day | undefined;
}

/** The parts of every decision. An intention to deactivate a key that is Active had no effect, or was undone. */
function baseOf({ key, history, today }: KeyFacts) {
  return {
    accessKeyId: key.accessKeyId,
    userName: key.userName,
    age: daysBetween(key.createdOn, today),
    ...(history.deactivation?.state === "intended" ? { withdrawIntention: true as const } : {}),
    revoke: revocationByIntention(history, today),
  };
}

/** Why the user's exemption tag revokes earlier notices. */
function revocationBy({ exemption }: UserFacts, history: KeyHistory): RevocationCause | undefined {
  const standing = standingNotices(history);
  if (standing.length === 0 || exemption.state === "none") return undefined;
  if (exemption.state === "active") return "exemptionBegun";
  if (exemption.state === "unreadable") return "exemptionUnreadable";
  return standing.some(({ on }) => on <= exemption.until) ? "exemptionEnded" : undefined;
}

function decideByStage(key: ActiveKey): Outcome {
  const { user, rules, age } = key;
  const { exemption } = user;
  if (exemption.state === "active") {
    const { until, owner, reason } = exemption;
    return { state: "exempt", reason: { code: "exempt", until, owner, reason } };
  }
  if (exemption.state === "unreadable") {
    const reason: Reason = {
      code: "exemptionUnreadable",
      found: exemption.value,
      problem: exemption.problem,
    };
    const id: NoticeId = {
      type: "exemptionUnreadable",
      day: reminderDay(age, firstStageDay(rules), rules),
    };
    return { ...notifying(key, reason, reason, id), overdueSince: overdueSince(key) };
  }
  const userType = user.userType.known ? user.userType.name : undefined;
  const stage = dueStage(age, userType, rules);
  if (stage === undefined) return { state: "compliant", reason: { code: "noStageDue" } };
  return stage.action === "deactivate" ? decideDeactivation(key) : decideNotice(key, stage, userType);
}

function decideNotice(key: ActiveKey, { day }: DueStage, userType: string | undefined): Outcome {
  const { user, rules } = key;
  const outlook = deactivationAge(userType, rules) === undefined ? "staysActive" : "deactivation";
  const id: NoticeId = { type: "stage", day, outlook };
  if (userType === undefined) {
    const found = user.userType.known ? undefined : user.userType.found;
    const reason: Reason = { code: "unknownUserType", found };
    return notifying(key, reason, reason, id);
  }
  return notifying(key, { code: "stageDue", day }, { code: "stageNotified", day }, id);
}

/**
 * A notice about a key that stays active today. The key is on hold if some user type would make its deactivation due.
 */
function notifying(key: ActiveKey, due: Reason, done: Reason, id: NoticeId): Outcome {
  const to = addresseesOf(id, { ...key, recipients: key.user.recipients });
  const notice = to.length === 0 ? undefined : noticeOf(key, { id, to, audience: "current" });
  const state = stateWhile(key, notice);
  const revoke =
    notice !== undefined && notice.names === undefined && standingNotices(key.history).length > 0
      ? "staysActiveNotice"
      : undefined;
  return { state, reason: notice === undefined ? done : due, notice, ...(revoke && { revoke }) };
}

function stateWhile(key: ActiveKey, notice: NoticeDue | undefined): DecisionState {
  const userType = key.user.userType.known ? key.user.userType.name : undefined;
  const due = deactivationAge(userType, key.rules);
  const isHeld =
    userType === undefined ? isPastAnyDeactivation(key.age, key.rules) : due !== undefined && due <= key.age;
  if (isHeld) return "onHold";
  return notice === undefined ? "notified" : "notify";
}

function decideDeactivation(key: ActiveKey): Outcome {
  const { history, user, rules, today } = key;
  const { recipients } = user;
  const { restore } = history;
  const overdueSince = dueOn(key);
  const facts = { history, recipients, rules, today };
  if (restore !== undefined && today <= restore.until) {
    const warning = completionOf({ type: "restored", number: restore.number }, facts);
    const outcome = withNotice(key, warning);
    const { until, reason } = restore;
    const activeUntil = activeUntilOf(history, restore, outcome.notice);
    return {
      state: "onHold",
      reason: { code: "restored", until, activeUntil, reason },
      ...outcome,
      overdueSince,
    };
  }
  const { owners, fallback } = recipients;
  const { noticeValidDays } = rules;
  const rule = mayDeactivate({ history, owners, fallback, today, noticeValidDays });
  const named = latestNamedDay(history);
  if (rule.may && named !== undefined)
    return { state: "deactivate", reason: { code: "deactivationDue", named }, rule, overdueSince };
  const { reason, warning } = handleUnwarned(facts);
  return { state: "onHold", reason, ...withNotice(key, warning), rule, overdueSince };
}

/** The last day on which a restored key is active for certain, also by the notice that is due today. */
function activeUntilOf(history: KeyHistory, { until }: Restore, notice: NoticeDue | undefined): Day {
  const firstDay = laterOf(firstAllowedDay(history) ?? addDays(until, 1), notice?.names ?? until);
  return addDays(firstDay, -1);
}

function withNotice(key: ActiveKey, warning: Warning | undefined): Pick<Outcome, "notice"> {
  return warning === undefined ? {} : { notice: noticeOf(key, warning) };
}

/** Since when the key is overdue. An exemption that cannot be read exempts nothing, and must not hide the key either. */
function overdueSince(key: ActiveKey): Day | undefined {
  const due = dueOn(key);
  return due === undefined || due > key.today ? undefined : due;
}

/** The first day on which the policy makes the key's deactivation due, for the type of its user. */
function dueOn({ key, user, rules }: ActiveKey): Day | undefined {
  const day = deactivationAge(user.userType.known ? user.userType.name : undefined, rules);
  return day === undefined ? undefined : addDays(key.createdOn, day);
}

/** Adds to a notice the day that it names, or the day that it withdraws. */
function noticeOf(key: ActiveKey, { id, to, audience }: Warning): NoticeDue {
  const { rules, namedBefore } = key;
  const notice = { id, kind: kindOf(id), to, audience };
  const due = dueOn(key);
  const namesDay = id.type === "restored" || id.type === "finalWarning" || isWarning(id);
  if (namesDay && due !== undefined) {
    const { accessKeyId } = key.key;
    const names = dayToName({ ...key, accessKeyId, dueOn: due });
    return { ...notice, names, noticeDays: rules.minimumNoticeDays };
  }
  return { ...notice, withdraws: namedBefore };
}

function isWarning(id: NoticeId): boolean {
  return id.type === "stage" && id.outlook === "deactivation";
}
