import type { AccountResult, KeyResult } from "../../statemachine/account-result.ts";
import type { LeftOutAccount, Run, Totals } from "../../statemachine/contract.ts";
import type { Account } from "../domain/account.ts";

/** An account that was not reached or not onboarded, and why. */
export interface AccountWithReason {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
}

/** One account in the report. */
export interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly path: readonly string[];
  readonly mode: string;
  readonly outcome: string;
  readonly users: number;
  readonly keys: number;
  readonly activeKeys: number;
  /** In calendar days; absent where the account has no active key. */
  readonly oldestActiveKeyAge?: number;
  readonly noticesSent: number;
  readonly keysDeactivated: number;
  readonly keysWithheld: number;
}

/** A key about which something was due, or which is exempt. */
export interface KeyRow extends KeyResult {
  readonly accountId: string;
  readonly accountName: string;
}

/** The run report as it lies in S3. */
export interface RunReport {
  readonly run: Run;
  readonly coverage: "complete" | "incomplete";
  readonly cause: string;
  readonly totals: Totals;
  readonly unreached: readonly AccountWithReason[];
  readonly notOnboarded: readonly AccountWithReason[];
  readonly leftOut: readonly LeftOutAccount[];
  readonly accounts: readonly AccountRow[];
  readonly keys: readonly KeyRow[];
}

/** The row of an account; one without a result has nothing but its name. */
export function accountRow(account: Account, result: AccountResult | undefined): AccountRow {
  const { id, name, path } = account;
  const results = result?.results ?? [];
  const ages = results
    .filter(({ decision }) => decision.verdict !== "notActive")
    .map(({ decision }) => decision.age);
  return {
    id,
    name,
    path,
    mode: result?.mode ?? "",
    outcome: result?.outcome ?? "unreached",
    users: result?.users ?? 0,
    keys: result?.keys ?? 0,
    activeKeys: result?.activeKeys ?? 0,
    ...(ages.length === 0 ? {} : { oldestActiveKeyAge: ages.reduce((oldest, age) => Math.max(oldest, age)) }),
    noticesSent: results.flatMap(({ notices }) => notices).filter(({ outcome }) => outcome === "sent").length,
    keysDeactivated: results.filter(({ deactivation }) => deactivation?.outcome === "deactivated").length,
    keysWithheld: results.filter(({ decision }) => decision.verdict === "withheld").length,
  };
}

/** Whether a key is worth a row: something was due, done or withheld. Keys in time are in the CSV only. */
export function isWorthARow({ decision, notices, deactivation }: KeyResult): boolean {
  const quiet =
    decision.verdict === "inTime" || decision.verdict === "notActive" || decision.verdict === "told";
  return !quiet || notices.length > 0 || deactivation !== undefined;
}
