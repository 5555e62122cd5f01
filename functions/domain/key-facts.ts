import type { AccessKey } from "./access-key.ts";
import { type Day, daysBetween } from "./calendar-day.ts";
import { hasUnfinishedBusiness, type KeyHistory } from "./key-history.ts";
import type { AccountRules } from "./policy.ts";
import type { UserFacts } from "./user-facts.ts";

/** All that a decision about one access key rests on. */
export interface KeyFacts {
  readonly key: AccessKey;
  /** What the user's tags say, or that they could not be read. */
  readonly user: UserFacts | "unreadable";
  readonly history: KeyHistory;
  readonly rules: AccountRules;
  /** The run's day. */
  readonly today: Day;
}

/**
 * Whether a decision about a key rests on its user's tags, so that reading them is worth a call: an Active
 * key that has reached the first stage, or one that Curfew switched off without having told its owner.
 */
export function needsUserFacts(
  key: AccessKey,
  history: KeyHistory,
  rules: AccountRules,
  today: Day,
): boolean {
  if (key.status !== "Active") return hasUnfinishedBusiness(history, today);
  const firstStage = rules.stages[0];
  return firstStage !== undefined && daysBetween(key.createdOn, today) >= firstStage.day;
}
