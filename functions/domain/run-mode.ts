import type { Mode, Policy } from "./policy.ts";

/**
 * The highest mode of a run. It is `enforce` if any account may be enforced, because overrides
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
