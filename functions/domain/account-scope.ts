import type { Account } from "./account.ts";
import type { AccountRules, AccountSelection, Mode, Override, Policy } from "./policy.ts";

/** Why a listed account is skipped. */
export type SkipReason =
  | { readonly code: "state"; readonly state: string }
  | { readonly code: "excluded" }
  | { readonly code: "excludedWithOu"; readonly organizationalUnit: string }
  | { readonly code: "notIncluded" };

/** Why a listed account is not evaluated, or `undefined` if it is. */
export function skipReason(account: Account, policy: Policy): SkipReason | undefined {
  if (!evaluatedStates.has(account.state)) return { code: "state", state: account.state };
  if (policy.exclude.accounts.includes(account.id)) return { code: "excluded" };
  const organizationalUnit = account.path.find((ou) => policy.exclude.organizationalUnits.includes(ou));
  if (organizationalUnit !== undefined) return { code: "excludedWithOu", organizationalUnit };
  const { include } = policy;
  const everyAccount = include.accounts.length === 0 && include.organizationalUnits.length === 0;
  return everyAccount || matches(account, include) ? undefined : { code: "notIncluded" };
}

/**
 * Accounts in these states answer calls. PENDING_CLOSURE ones may still work; CLOSED ones are listed for 90 days and
 * unusable; SUSPENDED ones are restricted by AWS (Organizations user guide, orgs_manage_accounts_account_state).
 */
const evaluatedStates = new Set(["ACTIVE", "PENDING_CLOSURE"]);

/**
 * The rules for one account: the policy's own, changed by the overrides that name it. An override that names the
 * account beats one that names an OU, and a deeper OU beats a higher one.
 */
export function rulesFor(account: Account, policy: Policy, runMode: Mode): AccountRules {
  const { include: _i, exclude: _e, overrides, onboardingDays: _o, limits: _l, mail: _m, ...rules } = policy;
  const byDepth = overrides
    .map((override) => ({ override, depth: depthOf(account, override) }))
    .filter(({ depth }) => depth >= 0)
    .sort((one, other) => one.depth - other.depth);
  let { mode, stages, contacts } = rules;
  for (const { override } of byDepth) {
    mode = override.mode ?? mode;
    stages = override.stages ?? stages;
    contacts = { ...contacts, ...override.contacts };
  }
  return { ...rules, stages, contacts, mode: runMode === "report" ? "report" : mode };
}

/** How specific a selection is about an account: -1 if it does not name the account. */
function depthOf(account: Account, selection: Override): number {
  if (selection.accounts.includes(account.id)) return Number.MAX_SAFE_INTEGER;
  return account.path.findLastIndex((ou) => selection.organizationalUnits.includes(ou));
}

function matches(account: Account, selection: AccountSelection): boolean {
  return (
    selection.accounts.includes(account.id) ||
    account.path.some((ou) => selection.organizationalUnits.includes(ou))
  );
}
