import { maskedKeyId } from "../domain/access-key.ts";
import type { Account } from "../domain/account.ts";
import { addDays } from "../domain/calendar-day.ts";
import type { ExemptionProblem } from "../domain/exemption.ts";
import { writtenDay, writtenDaysAgo, writtenLastUse } from "./english.ts";
import { quoted } from "./inert.ts";
import type { KeyNotice } from "./key-notice.ts";
import type { NoticeMailFrame } from "./mail-frame.ts";

/** One fact about a key, on one line. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** What a mail says about a key in a table. Text of strangers is quoted and contains no link. */
export function factsOf(
  notice: KeyNotice,
  account: Pick<Account, "id" | "name">,
  frame: NoticeMailFrame,
): Fact[] {
  const { rules } = frame;
  const { userName, description, reason, restoreReason, createdOn, age } = notice;
  const { userType } = rules.tagNames;
  const fact = (label: string, value: string | undefined) => (value === undefined ? [] : [{ label, value }]);
  return [
    ...fact("Access key", maskedKeyId(notice.accessKeyId)),
    ...fact("IAM user", shownUser(userName)),
    ...fact("AWS account", `${account.id}, named ${quoted(account.name, 50)}`),
    ...fact("Created", `${writtenDay(createdOn)} (${writtenDaysAgo(age)})`),
    ...fact("Last used", writtenLastUse(notice.lastUsed ?? { state: "unknown" })),
    ...fact(
      "Note on the key",
      description === undefined
        ? undefined
        : `${quoted(description, 256)} (written by a user of the account)`,
    ),
    ...fact("Reason for the restore", restoreReason === undefined ? undefined : quoted(restoreReason, 300)),
    ...(reason?.code === "exemptionUnreadable"
      ? [
          ...fact("Exemption found", quoted(reason.found, 256)),
          ...fact("Expected", expectedExemption(reason.problem, frame)),
        ]
      : []),
    ...(reason?.code === "unknownUserType"
      ? fact(
          "User type found",
          reason.found === undefined ? `none: the user has no tag “${userType}”` : quoted(reason.found, 256),
        )
      : []),
  ];
}

/** The name of an IAM user: unchanged if IAM allows its characters, otherwise quoted. */
export function shownUser(userName: string): string {
  return /^[\w+=,.@-]{1,64}$/.test(userName) ? userName : quoted(userName, 64);
}

function expectedExemption(problem: ExemptionProblem, { rules, today }: NoticeMailFrame): string {
  return problem === "malformed"
    ? "a last day like 2027-01-31, a mail address and a reason, separated by spaces"
    : `a last day not after ${writtenDay(addDays(today, rules.maxExemptionDays))}`;
}
