import { addDays, type Day, daysBetween } from "../../../functions/domain/calendar-day.ts";
import { evaluateKey } from "../../../functions/domain/evaluate-key.ts";
import {
  deactivationNumber,
  emptyHistory,
  type KeyHistory,
  type RevocationCause,
  revoked,
} from "../../../functions/domain/key-history.ts";
import type { NoticeDue } from "../../../functions/domain/notice.ts";
import type { AccountRules } from "../../../functions/domain/policy.ts";
import { delivered } from "../../../functions/domain/timeline.ts";
import { findTags, readUserFacts, type Tag } from "../../../functions/domain/user-facts.ts";

/** What a past day did to a key. */
export interface PastStep {
  readonly on: Day;
  /** The round of the key when the notice was sent. */
  readonly round: number;
  readonly revoke?: RevocationCause | undefined;
  readonly notice?: NoticeDue | undefined;
  /** The user type of the policy; absent if it is unknown. */
  readonly userType?: string | undefined;
  /** The number of the deactivation. */
  readonly deactivation?: number | undefined;
}

/** A key and its user, before the days are replayed. */
export interface PastKey {
  readonly accessKeyId: string;
  readonly userName: string;
  readonly createdOn: Day;
  readonly tags: readonly Tag[];
}

/** The sample's Curfew has been running for this long. */
const daysOfOperation = 150;

/**
 * Replays the days on which Curfew ran, up to yesterday, by the rules that it runs by. The ledger then contains what
 * those weeks would have left in it.
 */
export function pastRuns(key: PastKey, rules: AccountRules, today: Day): PastStep[] {
  const steps: PastStep[] = [];
  let history: KeyHistory = emptyHistory;
  const tags = findTags(key.tags, rules);
  const type = readUserFacts(tags, rules, today).userType;
  const userType = type.known ? type.name : undefined;
  const start = addDays(today, -Math.min(daysOfOperation, daysBetween(key.createdOn, today)));
  for (let day = start; day < today; day = addDays(day, 1)) {
    const status = history.deactivation === undefined ? "Active" : "Inactive";
    const decision = evaluateKey({
      key: { ...key, status },
      tags,
      history,
      rules,
      today: day,
      spreadOverDays: 1,
    });
    const { revoke, notice, state } = decision;
    const { round } = history;
    if (revoke !== undefined) history = revoked(history, revoke, day, pastRunId(day));
    if (notice !== undefined) history = delivered(notice, history, day);
    const deactivation = state === "deactivate" ? deactivationNumber(history) : undefined;
    if (deactivation !== undefined) {
      const done = { state: "done", number: deactivation, on: day, run: pastRunId(day) } as const;
      history = revoked({ ...history, deactivation: done }, "deactivation", day, pastRunId(day));
    }
    if (revoke !== undefined || notice !== undefined || deactivation !== undefined)
      steps.push({ on: day, round, revoke, notice, userType, deactivation });
  }
  return steps;
}

/** The ID of the run of a past day in the sample. */
export function pastRunId(day: Day): string {
  return `sample-${day}`;
}
