import type { Account } from "../domain/account.ts";
import type { KeyNotice, NoticeMail } from "./key-notice.ts";

/**
 * More notices than this to one recipient are split into several mails: all notices of a mail are claimed before it is
 * sent and confirmed after it, and a claim lasts only 90 seconds.
 */
const mostNotices = 100;

/** Puts notices that go to the same recipient into one mail for each account. Recipients and keys are in order. */
export function groupByRecipient(account: Account, notices: readonly KeyNotice[]): NoticeMail[] {
  const byRecipient = Map.groupBy(notices, ({ to }) => to);
  return [...byRecipient]
    .toSorted(([one], [other]) => compare(one, other))
    .flatMap(([to, own]) => {
      const sorted = own.toSorted((one, other) => compare(nameOf(one), nameOf(other)));
      const mails: NoticeMail[] = [];
      for (let start = 0; start < sorted.length; start += mostNotices)
        mails.push({ to, account, notices: sorted.slice(start, start + mostNotices) });
      return mails;
    });
}

function nameOf({ userName, accessKeyId }: KeyNotice): string {
  return `${userName} ${accessKeyId}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
