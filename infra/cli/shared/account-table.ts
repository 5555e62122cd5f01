import type { HorizontalTableRow } from "cli-table3";
import type { AccountRow, RunReport } from "../../../statemachine/run-report.ts";
import { plainTable, shortened } from "./plain-table.ts";

/** For so many characters a name is shown; the id beside it is never cut. */
const longestName = 18;

/**
 * The accounts of a run as a table of at most 80 columns, in the order of the work list. In report mode its
 * figures are what an enforcing run would have done.
 */
export function accountTable({ run, accounts, unreached, notOnboarded }: RunReport): string {
  const report = run.mode === "report";
  const reasons = new Map([...unreached, ...notOnboarded].map(({ id, reason }) => [id, reason]));
  return plainTable({
    head: ["account", "id", "users", "keys", "oldest", "notices", "off", "withheld"],
    align: "llrrrrrr",
    rows: accounts.map((account) => row(account, reasons.get(account.id), report)),
  });
}

function row(account: AccountRow, reason: string | undefined, report: boolean): HorizontalTableRow {
  const name = shortened(account.name, longestName);
  if (reason !== undefined && account.outcome !== "incomplete")
    return [
      name,
      account.id,
      {
        colSpan: 6,
        hAlign: "left",
        content: account.outcome === "notOnboarded" ? reason : "not reached, see below",
      },
    ];
  return [
    name,
    account.id,
    account.users,
    account.activeKeys,
    account.oldestActiveKeyAge === undefined ? "" : `${account.oldestActiveKeyAge} d`,
    report ? account.wouldNotify : account.noticesSent,
    report ? account.wouldDeactivate : account.keysDeactivated,
    account.keysWithheld,
  ];
}
