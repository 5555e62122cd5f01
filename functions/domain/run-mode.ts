import type { Mode, Policy } from "./policy.ts";

/**
 * The highest mode of a run. It is `enforce` if any account may be enforced, because overrides
 * enforce the policy in one OU after the other; `rulesFor` then decides for each account. An execution may lower it.
 */
export function runModeFor(policy: Policy, lowered: boolean): Mode {
  if (lowered) return "report";
  return [policy, ...policy.overrides].some(({ mode }) => mode === "enforce") ? "enforce" : "report";
}

/** What tells an ad hoc run from the daily one: the schedule starts a run without any of these fields. */
interface AdHocFields {
  readonly accountIds?: unknown;
  readonly mode?: unknown;
  readonly asOf?: unknown;
  readonly fresh?: unknown;
}

/** Whether the input of a run could be that of the schedule. */
export function looksDaily({ accountIds, mode, asOf, fresh }: AdHocFields): boolean {
  return [accountIds, mode, asOf, fresh].every((field) => field === undefined);
}

/** Whether any rule names organizational units, so that the accounts' paths matter. */
export function namesOrganizationalUnits({ include, exclude, overrides }: Policy): boolean {
  return [include, exclude, ...overrides].some(({ organizationalUnits }) => organizationalUnits.length > 0);
}
