import type { KeyRow } from "../../../statemachine/run-report.ts";
import { plain } from "../../notices/plain.ts";
import { type KeyStatus, keyStatus } from "./key-status.ts";

/** A key as its row shows it. */
export interface ShownKey {
  readonly accountId: string;
  readonly accountName: string;
  readonly userName: string;
  readonly accessKeyId: string;
  readonly age: number;
  readonly status: KeyStatus;
  readonly reason: string;
  /** Whom a notice went or should have gone to, and what went wrong. */
  readonly details: readonly string[];
  /** The day and the deed, so that sorting by it is sorting by the day; empty where nothing is to come. */
  readonly next: string;
}

/** So much of a text is shown; IAM's own limits are far below, an error's text is not. */
const longest = 500;

/** Makes a key's row. Names, tags and errors were written by strangers, so each becomes one plain line. */
export function shownKey(row: KeyRow): ShownKey {
  const { decision, notices, deactivation } = row;
  const error = (message: string | undefined) => (message === undefined ? "" : `: ${message}`);
  const details = [
    ...notices.map((notice) => `${noticeText[notice.outcome]} ${notice.to}${error(notice.error)}`),
    ...(deactivation?.error === undefined ? [] : [`not deactivated${error(deactivation.error)}`]),
  ];
  return {
    accountId: row.accountId,
    accountName: plain(row.accountName, longest),
    userName: plain(decision.userName, longest),
    accessKeyId: plain(decision.accessKeyId, longest),
    age: decision.age,
    status: keyStatus(row),
    reason: plain(decision.reason, longest),
    details: details.map((detail) => plain(detail, longest)),
    next: decision.next === undefined ? "" : `${decision.next.on} ${decision.next.what}`,
  };
}

const noticeText = {
  sent: "sent to",
  wouldSend: "would go to",
  failed: "not sent to",
  inFlight: "still being sent to",
} as const;

/** All words of a key's row that a search goes through. */
export function keyWords(key: ShownKey): string {
  const { accountId, accountName, userName, accessKeyId, status, reason, details, next } = key;
  return [accountId, accountName, userName, accessKeyId, status.text, reason, ...details, next].join(" ");
}
