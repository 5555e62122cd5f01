import { rulesFor } from "../../../functions/domain/account-scope.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { timelineAfterRun } from "../../../functions/domain/recorded-timeline.ts";
import type { TimelineStep } from "../../../functions/domain/timeline.ts";
import type { Run } from "../../../statemachine/run.ts";
import type { RecordedKey } from "./run-facts.ts";

/**
 * What the days after a run bring to a key if nothing changes; see `timelineOf` for what that assumes. The report asks
 * the same function with the same facts (functions/report/gather-results.ts), so their figures agree.
 */
export function stepsAfterRun(
  key: RecordedKey,
  run: Run,
  policy: Policy,
  days: number,
): readonly TimelineStep[] {
  if (key.isDeactivated) return [];
  return timelineAfterRun({
    facts: key.facts,
    rules: rulesFor(key.account, policy, run.mode),
    day: run.day,
    pausedUntil: run.pausedUntil,
    spreadOverDays: run.spreadOverDays,
    isDue: key.isWaiting || key.isFailed,
    waits: key.planned?.waits === true,
    isDone: key.notices.every(({ outcome }) => outcome === "sent" || outcome === "wouldSend"),
    days,
  });
}
