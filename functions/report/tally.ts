import type { AccountResult, KeyResult } from "../../statemachine/account-result.ts";
import type { Totals } from "../../statemachine/contract.ts";

/** The totals of a run in which nothing has been counted yet. */
export function emptyTotals(leftOut: number): Totals {
  return {
    accounts: { listed: 0, reached: 0, notOnboarded: 0, unreached: 0, leftOut },
    users: 0,
    keys: 0,
    activeKeys: 0,
    noticesSent: 0,
    noticesFailed: 0,
    keysDeactivated: 0,
    deactivationsFailed: 0,
    keysWithheld: 0,
    keysExempt: 0,
    wouldNotify: 0,
    wouldDeactivate: 0,
  };
}

/** Adds one account's result, or that there is none, to the totals. */
export function addAccount(totals: Totals, result: AccountResult | undefined): void {
  totals.accounts.listed += 1;
  if (result?.outcome === "enforced") totals.accounts.reached += 1;
  else if (result?.outcome === "notOnboarded") totals.accounts.notOnboarded += 1;
  else totals.accounts.unreached += 1;
  if (result === undefined) return;
  totals.users += result.users;
  totals.keys += result.keys;
  totals.activeKeys += result.activeKeys;
  for (const key of result.results) addKey(totals, key);
}

/** An exempt key is withheld too; it is counted as exempt only, because nothing about it is overdue. */
function addKey(totals: Totals, { decision, notices, deactivation }: KeyResult): void {
  totals.noticesSent += notices.filter(({ outcome }) => outcome === "sent").length;
  totals.noticesFailed += notices.filter(
    ({ outcome }) => outcome === "failed" || outcome === "inFlight",
  ).length;
  totals.wouldNotify += notices.filter(({ outcome }) => outcome === "wouldSend").length;
  if (deactivation?.outcome === "deactivated") totals.keysDeactivated += 1;
  if (deactivation?.outcome === "failed") totals.deactivationsFailed += 1;
  if (deactivation?.outcome === "wouldDeactivate") totals.wouldDeactivate += 1;
  if (decision.verdict === "withheld") {
    if (decision.withheld === "exempt") totals.keysExempt += 1;
    else totals.keysWithheld += 1;
  }
}
