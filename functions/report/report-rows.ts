import type { AccountResult, KeyResult } from "../../statemachine/account-result.ts";
import type { AccountRow } from "../../statemachine/run-report.ts";
import type { Account } from "../domain/account.ts";

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
    path: [...path],
    mode: result?.mode ?? "",
    outcome: result?.outcome ?? "unreached",
    users: result?.users ?? 0,
    keys: result?.keys ?? 0,
    activeKeys: result?.activeKeys ?? 0,
    ...(ages.length === 0 ? {} : { oldestActiveKeyAge: ages.reduce((oldest, age) => Math.max(oldest, age)) }),
    noticesSent: results.flatMap(({ notices }) => notices).filter(({ outcome }) => outcome === "sent").length,
    wouldNotify: results.flatMap(({ notices }) => notices).filter(({ outcome }) => outcome === "wouldSend")
      .length,
    keysDeactivated: results.filter(({ deactivation }) => deactivation?.outcome === "deactivated").length,
    wouldDeactivate: results.filter(({ deactivation }) => deactivation?.outcome === "wouldDeactivate").length,
    // As the totals count them: an exempt key is not one of them.
    keysWithheld: results.filter(
      ({ decision }) => decision.verdict === "withheld" && decision.withheld !== "exempt",
    ).length,
  };
}

/** Whether a key is worth a row: something was due, done or withheld. Keys in time are in the CSV only. */
export function isWorthARow({ decision, notices, deactivation }: KeyResult): boolean {
  const quiet =
    decision.verdict === "inTime" || decision.verdict === "notActive" || decision.verdict === "told";
  return !quiet || notices.length > 0 || deactivation !== undefined;
}
