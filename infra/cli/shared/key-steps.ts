import { rulesFor } from "../../../functions/domain/account-scope.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { timelineAfterRun } from "../../../functions/domain/recorded-timeline.ts";
import type { TimelineStep } from "../../../functions/domain/timeline.ts";
import type { Run } from "../../../statemachine/run.ts";
import type { RecordedKey } from "./run-facts.ts";

/** What the days after a run bring to a key if nothing changes; see `timelineOf` for what that assumes. */
export function stepsAfterRun(key: RecordedKey, run: Run, policy: Policy, days: number): TimelineStep[] {
  if (key.isDeactivated) return [];
  return timelineAfterRun({
    facts: key.facts,
    rules: rulesFor(key.account, policy, "enforce"),
    day: run.day,
    pausedUntil: run.pausedUntil,
    spreadOverDays: run.spreadOverDays,
    waits: key.decision.state === "deactivate",
    isDone: key.notices.every(({ outcome }) => outcome !== "failed" && outcome !== "inFlight"),
    days,
  });
}
