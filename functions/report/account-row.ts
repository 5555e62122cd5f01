import type { AccountResult } from "../../statemachine/account-result.ts";
import type { AccountRow } from "../../statemachine/run-report.ts";
import type { Account } from "../domain/account.ts";
import type { TimelineStep } from "../domain/timeline.ts";
import type { ReportedKey } from "./reported-key.ts";
import { addKey, emptyTotals } from "./tally.ts";

/** The row of an account, counted by the same function as the totals. An account without a result has only its name. */
export function accountRow(
  { id, name, path }: Account,
  outcome: AccountRow["outcome"],
  result: AccountResult | undefined,
  keys: readonly { readonly key: ReportedKey; readonly steps: readonly TimelineStep[] }[],
): AccountRow {
  const totals = emptyTotals();
  let oldest: number | undefined;
  for (const { key, steps } of keys) {
    addKey(totals, key, steps);
    const { state, age } = key.decision;
    if (state !== "inactive") oldest = Math.max(oldest ?? age, age);
  }
  return {
    id,
    name,
    path: [...path],
    ...(result === undefined ? {} : { mode: result.mode }),
    outcome,
    users: result?.users ?? 0,
    activeKeys: result?.activeKeys ?? 0,
    ...(oldest === undefined ? {} : { oldestActiveKeyAge: oldest }),
    overdue: totals.overdueKeys,
    onHold: totals.onHoldKeys,
    notices: totals.noticesSent + totals.wouldNotify,
    deactivated: totals.keysDeactivated + totals.wouldDeactivate,
    upcomingNotices: totals.upcomingNotices,
    upcomingDeactivations: totals.upcomingDeactivations,
  };
}
