import type { AccountRow } from "../../../statemachine/run-report.ts";
import { plain } from "../../notices/plain.ts";
import { fateText, notDeactivatedText, reasonText, whatToDo } from "../../notices/reason-text.ts";
import type { PageKey } from "../page-data.ts";
import { keyStatus } from "./key-status.ts";

/** How much of a text is shown; IAM's own limits are far below, an error's text is not. */
const longest = 500;

/** The account of a key; `undefined` for one that is not in the report. */
export type AccountOf = (key: PageKey) => AccountRow | undefined;

/** The lines of a key's reason: why it is in its state, what to do, and what went wrong. */
export function reasonLines(key: PageKey): {
  readonly why: string;
  readonly toDo: string;
  readonly details: readonly string[];
} {
  const details = [
    ...(key.fate === "" || key.fate === "deactivate" ? [] : [fateText(key.fate)]),
    ...(typeof key.why === "object" ? [notDeactivatedText(key.why)] : []),
    ...(key.outcome === "noResult" ? ["no result: the function crashed, was stopped or timed out"] : []),
    ...key.notices.map((notice) => noticeText(notice, key.owner)),
  ];
  return {
    why: plain(sentence(reasonText(key.reason)), longest),
    toDo: whatToDo(key.reason) ?? "",
    details: details.map((detail) => plain(sentence(detail), longest)),
  };
}

const noticeTexts = {
  sent: "notice sent to",
  wouldSend: "notice would go to",
  refused: "SES refused",
  failed: "notice not sent to",
  inFlight: "notice still being sent to",
  overtaken: "notice no longer needed for",
} as const;

function noticeText([outcome, to, error]: PageKey["notices"][number], owner: string): string {
  return `${noticeTexts[outcome]} ${to === "" ? owner : to}${error === "" ? "" : `: ${error}`}`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** When and where a key was last used. */
export function lastUseLines({ used, usedBy }: PageKey): readonly [string, string] {
  if (used === "never") return ["Never", ""];
  if (used === "" || used === "unknown") return ["Unknown", ""];
  return [used, usedBy];
}

/** All words of a key that a search checks: everything that mails and the command line print about it. */
export function keyWords(key: PageKey, accountOf: AccountOf): string {
  const account = accountOf(key);
  const status = keyStatus(key).text;
  return `${key.user} ${key.id} ${account?.name ?? ""} ${account?.id ?? ""} ${key.owner} ${key.type} ${status} ${key.reason.code}`;
}
