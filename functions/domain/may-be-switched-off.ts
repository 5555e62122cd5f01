import { daysBetween } from "./calendar-day.ts";
import { isPastAnyDeactivation } from "./due-stage.ts";
import { firstNoticeOn, graceOverOn } from "./grace.ts";
import type { KeyFacts } from "./key-facts.ts";

/**
 * Whether a key that was listed in an earlier run may be due to be switched off today: whether it is, its user's
 * tags will say. A key that Curfew has switched off before is left out: what was listed may be older than that.
 */
export function mayBeSwitchedOff({ key, history, rules, today }: Omit<KeyFacts, "user">): boolean {
  if (key.status !== "Active" || history.deactivation !== undefined) return false;
  const firstNotice = firstNoticeOn(history, { state: "none" });
  return (
    firstNotice !== undefined &&
    graceOverOn(firstNotice, rules.minimumNoticeDays) <= today &&
    isPastAnyDeactivation(daysBetween(key.createdOn, today), rules)
  );
}
