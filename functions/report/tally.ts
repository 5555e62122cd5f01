import type { AccountResult } from "../../statemachine/account-result.ts";
import type { Totals } from "../../statemachine/run-summary.ts";
import type { TimelineStep } from "../domain/timeline.ts";
import { hasStandingNotice, longOverdueDays, type ReportedKey } from "./reported-key.ts";

/** The totals of a run in which nothing has been counted yet. */
export function emptyTotals(skipped = 0): Totals {
  return {
    accounts: { listed: 0, evaluated: 0, partlyEvaluated: 0, notOnboarded: 0, unreachable: 0, skipped },
    users: 0,
    keys: 0,
    activeKeys: 0,
    compliantKeys: 0,
    overdueKeys: 0,
    longOverdueKeys: 0,
    overdueWithoutNotice: 0,
    waitingKeys: 0,
    awaitingApproval: 0,
    onHoldKeys: 0,
    exemptKeys: 0,
    noticesSent: 0,
    noticesFailed: 0,
    keysDeactivated: 0,
    deactivationsFailed: 0,
    wouldNotify: 0,
    wouldDeactivate: 0,
    upcomingNotices: 0,
    upcomingDeactivations: 0,
    usersWithoutEmail: 0,
    usersWithoutType: 0,
  };
}

/** Adds one account to the totals. Without a result it is unreachable. Skipped accounts are not counted as listed. */
export function addAccount(totals: Totals, result: AccountResult | undefined): void {
  const outcome = result?.outcome ?? "unreachable";
  totals.accounts[outcome] += 1;
  if (outcome !== "skipped") totals.accounts.listed += 1;
  if (result === undefined) return;
  totals.users += result.users;
  totals.keys += result.keys;
  totals.activeKeys += result.activeKeys;
  totals.usersWithoutEmail += result.untagged.email;
  totals.usersWithoutType += result.untagged.userType;
}

/** Adds one key, and its steps on the days after the run. */
export function addKey(totals: Totals, key: ReportedKey, steps: readonly TimelineStep[]): void {
  const { decision, notices, mode, planned, overdueDays } = key;
  const { state } = decision;
  const add = (name: Exclude<keyof Totals, "accounts">, isCounted: boolean) => {
    if (isCounted) totals[name] += 1;
  };
  add("compliantKeys", state === "compliant");
  add("exemptKeys", state === "exempt");
  add("onHoldKeys", state === "onHold");
  add("overdueKeys", overdueDays !== undefined);
  add("longOverdueKeys", overdueDays !== undefined && overdueDays > longOverdueDays);
  add("overdueWithoutNotice", overdueDays !== undefined && !hasStandingNotice(key));
  add("waitingKeys", key.isWaiting);
  add("awaitingApproval", key.isWaiting && planned?.fate === "awaitsApproval");
  add("keysDeactivated", key.isDeactivated);
  add("deactivationsFailed", key.isFailed);
  add("wouldDeactivate", mode === "report" && state === "deactivate");
  for (const { outcome } of notices) {
    add("noticesSent", outcome === "sent");
    add("wouldNotify", outcome === "wouldSend");
    // The fallback contact replaces a refused recipient. A failed notice reached nobody.
    add("noticesFailed", outcome === "failed" || outcome === "inFlight");
  }
  for (const { what } of steps) {
    add("upcomingNotices", what === "notify");
    add("upcomingDeactivations", what === "deactivate");
  }
}

/** How many of the active keys are compliant, in percent with one decimal; 100 only if all of them are. */
export function compliantPercent({ compliantKeys, activeKeys }: Totals): number | undefined {
  return activeKeys === 0 ? undefined : Math.floor((compliantKeys / activeKeys) * 1000) / 10;
}
