import type { AccountRow, ReportHead } from "../../../statemachine/run-report.ts";
import { figure } from "../../notices/figures.ts";
import { plain } from "../../notices/plain.ts";
import { dataTable, type TableColumn } from "./data-table.ts";
import { element, isolated, placeOf } from "./element.ts";

const outcomeTexts: Readonly<Record<AccountRow["outcome"], string>> = {
  evaluated: "evaluated",
  partlyEvaluated: "partly evaluated",
  notOnboarded: "not onboarded",
  unreachable: "unreachable",
};

/** The OUs above an account, from the root down, by name if known. */
export function ouPath({ path }: Pick<AccountRow, "path">, names: Readonly<Record<string, string>>): string {
  return plain(path.map((ou) => names[ou] ?? ou).join(" / "), 500);
}

/** All accounts, those with the oldest active keys first. */
export function showAccounts({ accounts, run, ouNames }: ReportHead): void {
  if (accounts.length === 0) {
    placeOf("accounts").append(element("p", {}, "No account was in scope."));
    return;
  }
  placeOf("accounts").append(
    dataTable({
      noun: "account",
      labelledBy: "accounts-title",
      rows: accounts,
      columns: columnsFor(run.mode === "report", ouNames),
      sortedBy: { column: "Oldest key", direction: "descending" },
      words: (account) =>
        `${account.id} ${account.name} ${ouPath(account, ouNames)} ${account.path.join(" ")} ${stateOf(account)}`,
    }),
  );
}

function stateOf({ outcome, mode }: AccountRow): string {
  return outcome === "evaluated" && mode === "report" ? "report mode" : outcomeTexts[outcome];
}

function columnsFor(isReport: boolean, names: Readonly<Record<string, string>>): TableColumn<AccountRow>[] {
  const count = (title: string, width: number, sortValue: (row: AccountRow) => number) => ({
    title,
    width,
    isFigure: true,
    sortValue,
    cell: (row: AccountRow) => [figure(sortValue(row))],
  });
  return [
    {
      title: "Account",
      width: 24,
      sortValue: ({ name }) => name,
      cell: (account) => {
        const path = ouPath(account, names);
        return [
          isolated(plain(account.name)),
          element("span", { class: "below" }, path === "" ? account.id : `${account.id}, ${path}`),
        ];
      },
    },
    {
      title: "Oldest key",
      width: 10,
      isFigure: true,
      sortValue: ({ oldestActiveKeyAge }) => oldestActiveKeyAge,
      cell: ({ oldestActiveKeyAge: oldest }) =>
        oldest === undefined ? ["none"] : [figure(oldest), element("span", { class: "unit" }, " d")],
    },
    count("Active keys", 9, ({ activeKeys }) => activeKeys),
    count("Overdue", 9, ({ overdue }) => overdue),
    count("On hold", 8, ({ onHold }) => onHold),
    count(isReport ? "Notices due" : "Notices", 9, ({ notices }) => notices),
    count(isReport ? "Would be deactivated" : "Deactivated", 11, ({ deactivated }) => deactivated),
    count("Due in 14 days", 9, ({ upcomingDeactivations }) => upcomingDeactivations),
    {
      title: "State",
      width: 11,
      sortValue: stateOf,
      cell: (account) => {
        const isLost = account.outcome === "unreachable" || account.outcome === "partlyEvaluated";
        return [isLost ? element("span", { class: "status bad" }, stateOf(account)) : stateOf(account)];
      },
    },
  ];
}
