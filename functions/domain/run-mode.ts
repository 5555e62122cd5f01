import type { Mode, Policy } from "./policy.ts";

/**
 * The mode a run can reach at most. It is `enforce` where any account may be enforced, because overrides
 * arm an Organization unit by unit; `rulesFor` then decides for each account. An execution may lower it.
 */
export function runModeFor(policy: Policy, lowered: boolean): Mode {
  if (lowered) return "report";
  return [policy, ...policy.overrides].some(({ mode }) => mode === "enforce") ? "enforce" : "report";
}

/** Whether any rule speaks of organizational units, so that the accounts' paths matter. */
export function namesUnits({ include, exclude, overrides }: Policy): boolean {
  return [include, exclude, ...overrides].some(({ organizationalUnits }) => organizationalUnits.length > 0);
}
