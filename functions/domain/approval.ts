import type { Account } from "./account.ts";
import { addDays, type Day, daysBetween } from "./calendar-day.ts";
import type { PlannedKey } from "./plan.ts";

/** Which part of a plan is approved; both absent: the whole plan. */
export interface ApprovalScope {
  readonly accounts?: readonly string[] | undefined;
  readonly organizationalUnits?: readonly string[] | undefined;
}

/** The parts of a plan that an approval needs. */
export interface ApprovablePlan {
  /** The accounts of the plan's keys. */
  readonly accounts: readonly Account[];
  readonly keys: readonly PlannedKey[];
}

const approvalDays = 60;

/** The last day on which an approval counts. The default pace works off any plan within 50 days. */
export function approvalEnd(approvedOn: Day): Day {
  return addDays(approvedOn, approvalDays);
}

const approvableDays = 7;

/** Whether a plan is recent enough to be approved: at most seven days old, and not of a future day. */
export function isApprovable(planDay: Day, today: Day): boolean {
  const age = daysBetween(planDay, today);
  return age >= 0 && age <= approvableDays;
}

/** An approval names its plan, and its keys are read from there, so that a plan must be kept for this many days. */
export const longestPlanUseDays = approvableDays + approvalDays;

/** Whether an approval still counts: it has not ended, and the settings have not changed since it was given. */
export function isInForce(
  approval: { readonly expiresOn: Day; readonly settingsFingerprint: string },
  today: Day,
  settingsFingerprint: string,
): boolean {
  return today <= approval.expiresOn && approval.settingsFingerprint === settingsFingerprint;
}

/** The keys of a plan that wait for an approval and are in its scope. */
export function keysToApprove({ accounts, keys }: ApprovablePlan, scope: ApprovalScope): PlannedKey[] {
  const covered = new Set(accounts.filter((account) => isInScope(account, scope)).map(({ id }) => id));
  return keys.filter(({ accountId, fate }) => fate === "awaitsApproval" && covered.has(accountId));
}

function isInScope({ id, path }: Account, { accounts, organizationalUnits }: ApprovalScope): boolean {
  if (accounts === undefined && organizationalUnits === undefined) return true;
  return (accounts?.includes(id) ?? false) || path.some((ou) => organizationalUnits?.includes(ou) ?? false);
}

/** The accounts and OUs of a scope in which no key of the plan waits for an approval: probably mistyped. */
export function unmatchedNames(
  plan: ApprovablePlan,
  { accounts, organizationalUnits }: ApprovalScope,
): string[] {
  const hasKeys = (scope: ApprovalScope) => keysToApprove(plan, scope).length > 0;
  return [
    ...(accounts ?? []).filter((id) => !hasKeys({ accounts: [id] })),
    ...(organizationalUnits ?? []).filter((ou) => !hasKeys({ organizationalUnits: [ou] })),
  ];
}
