import type { RunReport } from "../../../statemachine/run-report.ts";
import { type Column, dataTable } from "./data-table.ts";
import { element, isolated, placeOf } from "./element.ts";
import { figure } from "./figure-text.ts";
import { accountWords, type ShownAccount, shownAccount, upcomingByAccount } from "./shown-account.ts";

/** All accounts, the one with the oldest active key first. */
export function showAccounts({ accounts, upcoming, run }: RunReport): void {
  if (accounts.length === 0) {
    placeOf("accounts").append(element("p", {}, "No account was in scope."));
    return;
  }
  const byAccount = upcomingByAccount(upcoming);
  placeOf("accounts").append(
    dataTable({
      noun: "account",
      labelledBy: "accounts-title",
      rows: accounts.map((account) => shownAccount(account, byAccount)),
      columns: columnsFor(run.mode === "report"),
      sortedBy: { column: "Oldest key", direction: "descending" },
      words: accountWords,
    }),
  );
}

function columnsFor(isReport: boolean): Column<ShownAccount>[] {
  const count = (title: string, width: number, sortValue: (row: ShownAccount) => number) => ({
    title,
    width,
    isFigure: true,
    sortValue,
    cell: (row: ShownAccount) => [figure(sortValue(row))],
  });
  return [
    {
      title: "Account",
      width: 25,
      sortValue: ({ name }) => name,
      cell: ({ name, id, path }) => [
        isolated(name),
        element("span", { class: "below" }, path === "" ? id : `${id}, ${path}`),
      ],
    },
    {
      title: "Oldest key",
      width: 11,
      isFigure: true,
      sortValue: ({ oldest }) => oldest,
      cell: ({ oldest }) =>
        oldest === undefined ? ["none"] : [figure(oldest), element("span", { class: "unit" }, " d")],
    },
    count("Active keys", 10, ({ activeKeys }) => activeKeys),
    count("Withheld", 9, ({ withheld }) => withheld),
    count(isReport ? "Notices due" : "Notices", 9, ({ notices }) => notices),
    count(isReport ? "Due to go off" : "Deactivated", 11, ({ deactivated }) => deactivated),
    count("Off in 14 days", 10, ({ upcoming }) => upcoming.deactivations),
    {
      title: "State",
      width: 15,
      sortValue: ({ state }) => state,
      cell: ({ state, isLost }) => [isLost ? element("span", { class: "status bad" }, state) : state],
    },
  ];
}
