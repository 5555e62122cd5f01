import type { Day } from "../../../functions/domain/calendar-day.ts";
import type { KeyHistory } from "../../../functions/domain/key-history.ts";
import type { KeyResult } from "../../../statemachine/account-result.ts";

/**
 * Whether a key is on after the run that came to this result, as far as Curfew knows: one that is off by Curfew's
 * doing, or gone, has nothing to come, unless an operator has had it restored since.
 */
export function isStillOn(
  { decision, deactivation }: KeyResult,
  run: { readonly day: Day },
  { restore }: KeyHistory,
): boolean {
  if (restore?.state === "done" && restore.on >= run.day && deactivation?.outcome === "deactivated")
    return true;
  if (decision.verdict === "notActive") return false;
  return deactivation?.outcome !== "deactivated" && deactivation?.outcome !== "abandoned";
}
