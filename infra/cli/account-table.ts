import Table from "cli-table3";
import type { AccountRow, RunReport } from "../../statemachine/run-report.ts";

/** For so many characters a name is shown; the id beside it is never cut. */
const longestName = 18;

/**
 * The accounts of a run as a table of at most 80 columns, in the order of the work list. In report mode its
 * figures are what an enforcing run would have done.
 */
export function accountTable({ run, accounts, unreached, notOnboarded }: RunReport): string {
  const report = run.mode === "report";
  const table = new Table({
    head: ["account", "id", "users", "keys", "oldest", "notices", "off", "withheld"],
    colAligns: ["left", "left", "right", "right", "right", "right", "right", "right"],
    style: { head: [], border: [], "padding-left": 0, "padding-right": 2, compact: true },
    chars: borderless,
  });
  const reasons = new Map([...unreached, ...notOnboarded].map(({ id, reason }) => [id, reason]));
  for (const account of accounts) table.push(row(account, reasons.get(account.id), report));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

function row(account: AccountRow, reason: string | undefined, report: boolean): Table.HorizontalTableRow {
  const name = shortened(account.name);
  if (reason !== undefined && account.outcome !== "incomplete")
    return [
      name,
      account.id,
      { colSpan: 6, content: account.outcome === "notOnboarded" ? reason : "not reached, see below" },
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

function shortened(name: string): string {
  return name.length <= longestName ? name : `${name.slice(0, longestName - 1)}…`;
}

const borderless = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "",
};
