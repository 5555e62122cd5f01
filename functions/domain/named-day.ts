import { addDays, type Day, daysBetween, laterOf } from "./calendar-day.ts";
import { firstOpenDay } from "./change-window.ts";
import { hashOf } from "./hash.ts";
import { deactivationNotices, type KeyHistory, lastNamedDay, standingNotices } from "./key-history.ts";
import { restoreEnd } from "./may-deactivate.ts";
import type { AccountRules } from "./policy.ts";

/** What the day that a notice names depends on. */
export interface NamedDayFacts {
  readonly accessKeyId: string;
  /** The first day on which the policy makes the deactivation due. */
  readonly dueOn: Day;
  readonly history: KeyHistory;
  readonly rules: Pick<AccountRules, "minimumNoticeDays" | "noticeValidDays" | "changeWindow">;
  readonly today: Day;
  /** The last day of the current pause. */
  readonly pausedUntil?: Day | undefined;
  /** Over how many days keys that were overdue before the first warning are spread; see `spreadDays`. */
  readonly spreadOverDays: number;
}

/**
 * The day that a deactivation notice sent today names: the latest of the notice period, the day of the policy, the
 * days named before, the day after a restore, the day after a pause, then the first open day of the change window.
 * Days of revoked notices count too, because their readers may know no better.
 * Keys that are long overdue without a notice that counts are spread over several days by a hash of their
 * ID, so that a first deployment does not deactivate all of them on one day.
 */
export function dayToName(facts: NamedDayFacts): Day {
  const { history, rules, today, dueOn, pausedUntil } = facts;
  const lowerBounds = [
    dueOn,
    lastNamedDay(deactivationNotices(history)),
    restoreEnd(history),
    pausedUntil === undefined ? undefined : addDays(pausedUntil, 1),
  ];
  const earliest = addDays(today, rules.minimumNoticeDays + spread(facts));
  const day = lowerBounds.reduce<Day>((latest, bound) => laterOf(latest, bound ?? latest), earliest);
  return firstOpenDay(day, rules.changeWindow);
}

function spread({ accessKeyId, dueOn, history, rules, today, spreadOverDays }: NamedDayFacts): number {
  const isLongOverdue = daysBetween(dueOn, today) > rules.noticeValidDays;
  if (!isLongOverdue || standingNotices(history).length > 0) return 0;
  return hashOf(accessKeyId) % Math.max(1, spreadOverDays);
}
