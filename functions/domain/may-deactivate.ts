import { addDays, type Day, daysBetween, laterOf } from "./calendar-day.ts";
import {
  deactivationNotices,
  type KeyHistory,
  lastNamedDay,
  latestNamedDay,
  standingNotices,
} from "./key-history.ts";
import { type NoticeRecord, sameNotice } from "./notice.ts";

/** The facts that the rule of deactivation needs. */
export interface RuleFacts {
  readonly history: KeyHistory;
  /** The current recipients. Empty if the email tag names nobody who may be notified. */
  readonly owners: readonly string[];
  readonly fallback: string;
  readonly today: Day;
  readonly noticeValidDays: number;
}

/** A condition of the rule, with the facts that it checked. */
export type Condition =
  /** 1. Today is not before the latest named day, nor before the end of the last restore. */
  | { readonly name: "day"; readonly holds: boolean; readonly notBefore?: Day | undefined }
  /** 2. A deactivation notice was delivered in time to a current owner. `since`: the first day on which it counts. */
  | { readonly name: "delivered"; readonly holds: boolean; readonly since?: Day | undefined }
  /** 3. Such a notice was not revoked. */
  | { readonly name: "standing"; readonly holds: boolean }
  /** 4. The day that this notice named is at most `noticeValidDays` ago, not counting days of waiting. */
  | { readonly name: "fresh"; readonly holds: boolean; readonly age?: number | undefined };

/** Whether the rule allows the deactivation today, with the answer of each condition. */
export interface RuleAnswer {
  readonly may: boolean;
  readonly conditions: readonly Condition[];
}

/** A delivery report that is missing for this many days counts as "not delivered". */
export const deliveryKnownWithinDays = 2;

/**
 * After this many days the ledger may have lost a delivery report, because reports expire. Whether so old a notice arrived
 * is then unknown, and does not count as "not delivered".
 */
export const deliveryForgottenAfterDays = 170;

/**
 * The one rule of deactivation: no key is deactivated without prior warning. A key may be deactivated only if all four
 * conditions hold. Whether the policy makes it due is decided elsewhere.
 */
export function mayDeactivate(facts: RuleFacts): RuleAnswer {
  const conditions = [dayReached(facts), deliveredInTime(facts), standing(facts), fresh(facts)];
  return { may: conditions.every(({ holds }) => holds), conditions };
}

function dayReached({ history, today }: RuleFacts): Condition {
  const notBefore = firstAllowedDay(history);
  return { name: "day", holds: notBefore === undefined || notBefore <= today, notBefore };
}

/** The first day that is not before a named day that binds, nor before the end of the last restore. */
export function firstAllowedDay(history: KeyHistory): Day | undefined {
  const named = latestNamedDay(history);
  const restored = restoreEnd(history);
  return restored === undefined ? named : laterOf(restored, named ?? restored);
}

/** The first day after the last restore has ended. */
export function restoreEnd({ restore }: KeyHistory): Day | undefined {
  return restore === undefined ? undefined : addDays(restore.until, 1);
}

function deliveredInTime(facts: RuleFacts): Condition {
  const all = deactivationNotices(facts.history).filter((notice) => countsForOwner(notice, facts));
  const standing = all.filter(({ round }) => round === facts.history.round);
  const since = earliest(deliveries(standing));
  const sinceAny = since ?? earliest(deliveries(all));
  return { name: "delivered", holds: sinceAny !== undefined && sinceAny <= facts.today, since: sinceAny };
}

/** A notice that was not revoked and was delivered to a current owner. */
export interface CountedNotice {
  /** The first day on which it is old enough. */
  readonly since: Day;
  /** The day that it named. */
  readonly names: Day;
}

/** The notices that were not revoked and were delivered to a current owner, however long ago. */
export function countedNotices(facts: RuleFacts): CountedNotice[] {
  return deliveries(standingNotices(facts.history).filter((notice) => countsForOwner(notice, facts)));
}

function deliveries(notices: readonly NoticeRecord[]): CountedNotice[] {
  return notices.flatMap(({ delivery, noticeDays, names }) =>
    delivery.state === "delivered" && names !== undefined && noticeDays !== undefined
      ? [{ since: addDays(delivery.on, noticeDays), names }]
      : [],
  );
}

function earliest(counted: readonly CountedNotice[]): Day | undefined {
  return counted.map(({ since }) => since).sort()[0];
}

/**
 * Whether a notice, if it was delivered, warned a current owner. The fallback contact's delivery counts instead
 * only if that notice reached none of the current recipients, or if there are none, or if it went to old and
 * current owners alike because they change again and again.
 */
export function countsForOwner(
  notice: NoticeRecord,
  { history, owners, fallback, today }: RuleFacts,
): boolean {
  if (owners.includes(notice.to)) return true;
  if (notice.to !== fallback) return false;
  if (owners.length === 0 || notice.audience === "everyone") return true;
  return owners.every((owner) => {
    const own = history.notices.find(
      (other) => other.to === owner && sameNotice(other.id, notice.id) && other.round === notice.round,
    );
    return own !== undefined && reachedNobody(own, today);
  });
}

/**
 * Whether a notice did not arrive: it was refused, it bounced, or SES has reported nothing for two days. A report that has
 * expired may have said that it arrived.
 */
export function reachedNobody({ state, on, delivery }: NoticeRecord, today: Day): boolean {
  if (state === "refused" || delivery.state === "bounced") return true;
  const age = daysBetween(on, today);
  const isMissing = age >= deliveryKnownWithinDays && age < deliveryForgottenAfterDays;
  return delivery.state === "unknown" && isMissing;
}

/**
 * Of the warnings in time if there are any, otherwise of all: whether a warning was revoked is a separate condition.
 */
function standing(facts: RuleFacts): Condition {
  const { history, today } = facts;
  const all = deactivationNotices(history);
  const timely = all.filter(
    (notice) => countsForOwner(notice, facts) && deliveries([notice]).some(({ since }) => since <= today),
  );
  const those = timely.length > 0 ? timely : all;
  return { name: "standing", holds: those.some(({ round }) => round === history.round) };
}

/**
 * The age of the warning that counts, not of the latest one: a former owner who returns has had no mail for as
 * long as others owned the key.
 */
function fresh(facts: RuleFacts): Condition {
  const { history, today, noticeValidDays } = facts;
  const counted = countedNotices(facts)
    .filter(({ since }) => since <= today)
    .map(({ names }) => names);
  const named =
    counted.sort().at(-1) ?? latestNamedDay(history) ?? lastNamedDay(deactivationNotices(history));
  if (named === undefined) return { name: "fresh", holds: false };
  const age = staleness(history, named, today);
  return { name: "fresh", holds: age <= noticeValidDays, age };
}

/**
 * How many days ago the named day was, not counting the days on which the rule held and the key had to wait. Days of
 * waiting before the named day belong to an earlier notice and do not count.
 */
export function staleness({ waiting, round }: KeyHistory, named: Day, today: Day): number {
  const waited = waiting !== undefined && waiting.round === round && waiting.last >= named ? waiting.days : 0;
  return daysBetween(named, today) - waited;
}
