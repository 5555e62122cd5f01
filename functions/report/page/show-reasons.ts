import type { ReportHead } from "../../../statemachine/run-report.ts";
import { plain } from "../../notices/plain.ts";
import { skipReasonText } from "../../notices/reason-text.ts";
import { accountReasonText } from "../account-reason-text.ts";
import { dataTable, type TableColumn } from "./data-table.ts";
import { element, isolated, placeOf } from "./element.ts";

interface AccountLine {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
}

const columns: readonly TableColumn<AccountLine>[] = [
  {
    title: "Account",
    width: 30,
    sortValue: ({ name }) => name,
    cell: ({ name, id }) => [isolated(plain(name)), element("span", { class: "below" }, id)],
  },
  {
    title: "Reason",
    width: 70,
    sortValue: ({ reason }) => reason,
    cell: ({ reason }) => [isolated(plain(reason, 1_000))],
  },
];

/** The accounts that were not or only partly evaluated, each with its reason. */
export function showReasons({
  unreachable,
  partlyEvaluated,
  notOnboarded,
  skipped,
  rootKeys,
}: ReportHead): void {
  const withText = (accounts: ReportHead["unreachable"]) =>
    accounts.map((account) => ({ ...account, reason: accountReasonText(account) }));
  showList("unreachable", withText([...unreachable, ...partlyEvaluated]), "Every account was evaluated.");
  showList("not-onboarded", withText(notOnboarded), "Every account has its member role.");
  showList(
    "skipped",
    skipped.map((account) => ({ ...account, reason: skipReasonText(account.reason) })),
    "No account was skipped.",
  );
  const roots = rootKeys.map((account) => ({
    ...account,
    reason: "the root user has an active access key: nothing can limit it, so delete it",
  }));
  placeOf("root-keys").toggleAttribute("hidden", roots.length === 0);
  if (roots.length > 0) showList("root-keys", roots, "");
}

function showList(id: string, rows: readonly AccountLine[], ifNone: string): void {
  placeOf(id).append(
    rows.length === 0
      ? element("p", {}, ifNone)
      : dataTable({
          noun: "account",
          labelledBy: `${id}-title`,
          rows,
          columns,
          sortedBy: { column: "Account", direction: "ascending" },
          words: ({ id: accountId, name, reason }) => `${accountId} ${name} ${reason}`,
        }),
  );
}
