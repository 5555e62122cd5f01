import type { AccessKey } from "./access-key.ts";
import { type Day, daysBetween } from "./calendar-day.ts";
import { hasUnfinishedBusiness, type KeyHistory } from "./key-history.ts";
import type { AccountRules } from "./policy.ts";
import { firstStageDay } from "./stages.ts";
import type { UserTags } from "./user-facts.ts";

/** Everything that a decision about one access key is based on. */
export interface KeyFacts {
  readonly key: AccessKey;
  readonly tags: UserTags;
  readonly history: KeyHistory;
  readonly rules: AccountRules;
  /** The day for which the rule is asked. A run as of another day passes that day. */
  readonly today: Day;
  /** The last day of the current pause. */
  readonly pausedUntil?: Day | undefined;
  /** See `NamedDayFacts`. */
  readonly spreadOverDays: number;
}

/**
 * Whether a decision about a key needs its user's tags, so that reading them is worth a call: an Active key that
 * has reached the first stage, or one whose deactivation by Curfew is not finished.
 */
export function needsTags({
  key,
  history,
  rules,
  today,
}: Pick<KeyFacts, "key" | "history" | "rules" | "today">): boolean {
  if (key.status !== "Active") return hasUnfinishedBusiness(history, today);
  return daysBetween(key.createdOn, today) >= firstStageDay(rules);
}
