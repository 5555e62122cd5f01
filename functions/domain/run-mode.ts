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
