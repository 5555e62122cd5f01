import type { AccountWithReason, RunReport } from "../../../statemachine/run-report.ts";
import { plain } from "../../notices/plain.ts";
import { type Column, dataTable } from "./data-table.ts";
import { element, isolated, placeOf } from "./element.ts";

const columns: readonly Column<AccountWithReason>[] = [
  {
    title: "Account",
    width: 30,
    sortValue: ({ name }) => name,
    cell: ({ name, id }) => [isolated(name), element("span", { class: "below" }, id)],
  },
  { title: "Reason", width: 70, sortValue: ({ reason }) => reason, cell: ({ reason }) => [isolated(reason)] },
];

/** The accounts that were not enforced, each with its reason: not reached, not onboarded yet, left out. */
export function showReasons({ unreached, notOnboarded, leftOut, rootKeys }: RunReport): void {
  showRootKeys(rootKeys);
  showList("unreached", unreached, "Every account was reached.");
  showList("not-onboarded", notOnboarded, "Every account has its member role.");
  showList("left-out", leftOut, "No account was left out.");
}

/** Above everything else where there are any, and not there at all where there are none. */
function showRootKeys(rootKeys: readonly AccountWithReason[]): void {
  const section = placeOf("root-keys");
  const link = document.querySelector('nav a[href="#root-keys-title"]')?.parentElement;
  for (const part of [section, link]) part?.toggleAttribute("hidden", rootKeys.length === 0);
  if (rootKeys.length > 0) showList("root-keys", rootKeys, "");
}

function showList(id: string, accounts: readonly AccountWithReason[], ifNone: string): void {
  const rows = accounts.map(({ id: accountId, name, reason }) => ({
    id: accountId,
    name: plain(name, 200),
    reason: plain(reason, 1_000),
  }));
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
