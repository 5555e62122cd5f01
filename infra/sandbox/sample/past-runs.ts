import { addDays, type Day, daysBetween } from "../../../functions/domain/calendar-day.ts";
import type { NoticeDue } from "../../../functions/domain/decision.ts";
import { evaluateKey } from "../../../functions/domain/evaluate-key.ts";
import { emptyHistory, type KeyHistory } from "../../../functions/domain/key-history.ts";
import type { AccountRules } from "../../../functions/domain/policy.ts";
import { readUserFacts, type Tag } from "../../../functions/domain/user-facts.ts";

/** What a past day did to a key. */
export interface PastStep {
  readonly on: Day;
  readonly notice?: NoticeDue;
  /** The number of the deactivation. */
  readonly deactivation?: number;
}

/** A key and its user, before the days are replayed. */
export interface PastKey {
  readonly accessKeyId: string;
  readonly userName: string;
  readonly createdOn: Day;
  readonly tags: readonly Tag[];
}

/** For so long the sample's Curfew has been running. */
const daysOfOperation = 150;

/**
 * Replays the days on which Curfew ran, up to yesterday, by the very rules it runs by: what the ledger holds
 * of the weeks before is then what those weeks would have left there.
 */
export function pastRuns(key: PastKey, rules: AccountRules, today: Day): PastStep[] {
  const steps: PastStep[] = [];
  let history: KeyHistory = emptyHistory;
  const start = addDays(today, -Math.min(daysOfOperation, daysBetween(key.createdOn, today)));
  for (let day = start; day < today; day = addDays(day, 1)) {
    const status = history.deactivation === undefined ? "Active" : "Inactive";
    const user = readUserFacts(key.tags, rules, day);
    const { verdict, notice } = evaluateKey({ key: { ...key, status }, user, history, rules, today: day });
    const run = pastRunId(day);
    if (notice !== undefined) {
      steps.push({ on: day, notice });
      const { id } = notice;
      history = {
        ...history,
        notices: [...history.notices, ...notice.to.map((to) => ({ id, to, on: day, run }))],
      };
    }
    if (verdict === "deactivate") {
      steps.push({ on: day, deactivation: 1 });
      history = { ...history, deactivation: { state: "done", on: day, run, count: 1 } };
    }
  }
  return steps;
}

/** The id of the run of a past day in the sample. */
export function pastRunId(day: Day): string {
  return `sample-${day}`;
}
