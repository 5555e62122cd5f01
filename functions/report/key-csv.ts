import { stringify } from "csv-stringify/sync";
import type { KeyRow } from "../../statemachine/run-report.ts";
import type { Account } from "../domain/account.ts";
import type { AddressProblem } from "../domain/address-problems.ts";
import { addressProblemText, everythingToDo } from "../notices/address-problem-text.ts";
import { notDeactivatedText, reasonText } from "../notices/reason-text.ts";

const columns = [
  "account id",
  "account",
  "path",
  "user",
  "access key",
  "created on",
  "age in days",
  "owner",
  "address problems",
  "user type",
  "last used on",
  "last used service",
  "last used region",
  "other key",
  "other key status",
  "state",
  "reason code",
  "reason",
  "overdue since",
  "restarts",
  "plan",
  "deactivation",
  "why not deactivated",
  "notices",
  "next on",
  "next",
  "what to do",
];

/**
 * The header line. The byte order mark makes spreadsheets read UTF-8; cells that begin like a formula get an
 * apostrophe, because strangers write tag values and user names (OWASP, CSV Injection).
 */
export function csvHeader(): string {
  return stringify([columns], { bom: true });
}

/** A key in the CSV: its row of the report, and what is wrong with the addresses for its notices. */
export interface CsvKey {
  readonly row: KeyRow;
  readonly addressProblems: readonly AddressProblem[];
}

/**
 * The keys of one account, one per line.
 * @param emailTag the key of the email tag
 */
export function csvRows({ id, name, path }: Account, keys: readonly CsvKey[], emailTag: string): string {
  if (keys.length === 0) return "";
  const rows = keys.map((key) => [id, name, path.join("/"), ...cellsOf(key, emailTag)].map(oneLine));
  return stringify(rows, { escape_formulas: true });
}

function cellsOf({ row: key, addressProblems }: CsvKey, emailTag: string): string[] {
  const { lastUsed, otherKey, next, reason, why } = key;
  const used = lastUsed?.state === "used" ? lastUsed : undefined;
  return [
    key.userName,
    key.accessKeyId,
    key.createdOn,
    String(key.age),
    key.owner ?? "",
    addressProblems.map((problem) => addressProblemText(problem, emailTag)).join("; "),
    key.userType ?? "",
    used?.on ?? lastUsed?.state ?? "",
    used?.service ?? "",
    used?.region ?? "",
    otherKey?.accessKeyId ?? "",
    otherKey?.status ?? "",
    key.state,
    reason.code,
    reasonText(reason),
    key.overdueSince ?? "",
    String(key.restarts),
    key.fate ?? "",
    key.outcome ?? "",
    why === undefined ? "" : notDeactivatedText(why),
    key.notices.map(({ to, outcome }) => `${to} ${outcome}`).join("; "),
    next?.on ?? "",
    next?.what ?? "",
    everythingToDo(reason, addressProblems).join(" "),
  ];
}

/** A line break inside a cell is valid CSV, but breaks every tool that reads line by line. */
function oneLine(cell: string): string {
  return cell.replace(/\p{Cc}+/gu, " ");
}
