import { addDays, type Day } from "./calendar-day.ts";
import type { Mode, Policy } from "./policy.ts";

/**
 * The mode a run can reach at most. It is `enforce` where any account may be enforced, because overrides
 * enforce the policy in one OU after the other; `rulesFor` then decides for each account. An execution may lower it.
 */
export function runModeFor(policy: Policy, lowered: boolean): Mode {
  if (lowered) return "report";
  return [policy, ...policy.overrides].some(({ mode }) => mode === "enforce") ? "enforce" : "report";
}

/** Whether any rule names organizational units, so that the accounts' paths matter. */
export function namesOrganizationalUnits({ include, exclude, overrides }: Policy): boolean {
  return [include, exclude, ...overrides].some(({ organizationalUnits }) => organizationalUnits.length > 0);
}

/** Why a run is stale; see `stalenessOf`. */
export interface Staleness {
  readonly day: Day;
  readonly today: Day;
}

/**
 * Whether a run is too old to act, or not of this time at all: its day is neither today nor yesterday. A run may last
 * into the next day; anything older was redriven, and a day to come was made up. A run in report mode may be about
 * any day, because it changes nothing.
 */
export function stalenessOf(
  { day, mode }: { readonly day: Day; readonly mode: Mode },
  today: Day,
): Staleness | undefined {
  if (mode === "report" || day === today || addDays(day, 1) === today) return undefined;
  return { day, today };
}
