import type { Account } from "./account.ts";
import type { AccountRules, AccountSelection, Mode, Override, Policy } from "./policy.ts";

/** Why a listed account is not enforced, or `undefined` where it is. */
export function leftOutReason(account: Account, state: string, policy: Policy): string | undefined {
  if (!enforceableStates.has(state)) return `account state is ${state}`;
  if (policy.exclude.accounts.includes(account.id)) return "excluded by the settings";
  const excludedUnit = account.path.find((unit) => policy.exclude.organizationalUnits.includes(unit));
  if (excludedUnit !== undefined) return `excluded by the settings with ${excludedUnit}`;
  const { include } = policy;
  const everyAccount = include.accounts.length === 0 && include.organizationalUnits.length === 0;
  return everyAccount || matches(account, include) ? undefined : "not included by the settings";
}

/**
 * Accounts in these states answer calls. PENDING_CLOSURE ones still work; CLOSED ones are listed for
 * 90 days and unusable; SUSPENDED ones are restricted by AWS
 * (Organizations user guide, orgs_manage_accounts_account_state).
 */
const enforceableStates = new Set(["ACTIVE", "PENDING_CLOSURE"]);

/**
 * The rules for one account: the policy's own, changed by the overrides that name it. An override that
 * names the account beats one that names a unit, and a deeper unit beats a higher one.
 */
export function rulesFor(account: Account, policy: Policy, runMode: Mode): AccountRules {
  const { include: _i, exclude: _e, overrides, onboardingDays: _o, ...rules } = policy;
  const byDepth = overrides
    .map((override) => ({ override, depth: depthOf(account, override) }))
    .filter(({ depth }) => depth >= 0)
    .sort((one, other) => one.depth - other.depth);
  let { mode, stages } = rules;
  for (const { override } of byDepth) {
    mode = override.mode ?? mode;
    stages = override.stages ?? stages;
  }
  return { ...rules, stages, mode: runMode === "report" ? "report" : mode };
}

/** How specific a selection is about an account: -1 where it does not name it. */
function depthOf(account: Account, selection: Override): number {
  if (selection.accounts.includes(account.id)) return Number.MAX_SAFE_INTEGER;
  return account.path.findLastIndex((unit) => selection.organizationalUnits.includes(unit));
}

function matches(account: Account, selection: AccountSelection): boolean {
  return (
    selection.accounts.includes(account.id) ||
    account.path.some((unit) => selection.organizationalUnits.includes(unit))
  );
}
