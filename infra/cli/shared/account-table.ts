import type { HorizontalTableRow } from "cli-table3";
import { outcomeReasonText } from "../../../functions/notices/reason-text.ts";
import type { AccountRow, AccountWithReason, RunReport } from "../../../statemachine/run-report.ts";
import { plainTable, shortened } from "./plain-table.ts";

/** Names are cut to this length; the ID beside a name never is. */
const longestName = 18;

type TableReport = Pick<RunReport, "accounts" | "unreachable" | "notOnboarded">;

/**
 * The accounts of a run as a table of at most 80 columns, in the order of the work list. In report mode its figures say
 * what Curfew would have done in enforce mode.
 */
export function accountTable({ accounts, unreachable, notOnboarded }: TableReport): string {
  const without = new Set([...unreachable, ...notOnboarded].map(({ id }) => id));
  return plainTable({
    head: ["account", "id", "keys", "oldest", "notices", "deactivated", "on hold"],
    align: "llrrrrr",
    rows: accounts.map((account) => row(account, without)),
  });
}

function row(account: AccountRow, without: ReadonlySet<string>): HorizontalTableRow {
  const name = shortened(account.name, longestName);
  if (without.has(account.id)) {
    const content =
      account.outcome === "notOnboarded" ? "not onboarded, see below" : "unreachable, see below";
    return [name, account.id, { colSpan: 5, hAlign: "left", content }];
  }
  const { activeKeys, oldestActiveKeyAge, notices, deactivated, onHold } = account;
  const oldest = oldestActiveKeyAge === undefined ? "" : `${oldestActiveKeyAge} d`;
  return [name, account.id, activeKeys, oldest, notices, deactivated, onHold];
}

/** Why an account was not evaluated, or not all of it, as a sentence without a full stop. */
export function accountReason({ reason }: Pick<AccountWithReason, "reason">): string {
  return typeof reason === "string" ? reason : outcomeReasonText(reason);
}
