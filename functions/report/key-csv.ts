import { stringify } from "csv-stringify/sync";
import type { AccountResult } from "../../statemachine/account-result.ts";

const columns = [
  "account id",
  "account",
  "path",
  "user",
  "access key",
  "age in days",
  "verdict",
  "withheld",
  "reason",
  "notices",
  "deactivation",
  "next on",
  "next",
];

/**
 * The header line. The byte order mark makes spreadsheets read UTF-8; cells that begin like a formula are
 * quoted with an apostrophe, because tag values and user names are written by strangers
 * (OWASP, CSV Injection).
 */
export function csvHeader(): string {
  return stringify([columns], { bom: true });
}

/** The keys of one account, one a line. */
export function csvRows({ account, results }: AccountResult): string {
  const rows = results.map(({ decision, notices, deactivation }) => [
    account.id,
    account.name,
    account.path.join("/"),
    decision.userName,
    decision.accessKeyId,
    String(decision.age),
    decision.verdict,
    decision.withheld ?? "",
    decision.reason,
    notices.map(({ to, outcome }) => `${to} ${outcome}`).join("; "),
    deactivation?.outcome ?? "",
    decision.next?.on ?? "",
    decision.next?.what ?? "",
  ]);
  return rows.length === 0
    ? ""
    : stringify(
        rows.map((row) => row.map(oneLine)),
        { escape_formulas: true },
      );
}

/** A line break inside a cell is valid CSV and still breaks every tool that reads line by line. */
function oneLine(cell: string): string {
  return cell.replace(/\p{Cc}+/gu, " ");
}
