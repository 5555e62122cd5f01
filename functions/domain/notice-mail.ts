import type { Account } from "./account.ts";
import type { Day } from "./calendar-day.ts";
import type { NoticeKind } from "./decision.ts";

/** When, where and by which service a key was last used, as GetAccessKeyLastUsed says. */
export type LastUsed =
  | { readonly state: "used"; readonly on: Day; readonly service: string; readonly region: string }
  | { readonly state: "never" }
  | { readonly state: "unknown" };

/** One notice about one access key, with all that its mail says. */
export interface KeyNotice {
  readonly accessKeyId: string;
  readonly userName: string;
  /** Its name in the ledger. */
  readonly noticeId: string;
  /** `restored`: an operator switched it on again, and nothing was due. */
  readonly kind: NoticeKind | "restored";
  /** Calendar days today; the mail says "the 73rd day" where the run of day 70 was missed. */
  readonly age: number;
  readonly createdOn: Day;
  /** What its owner wrote about the key in the console: a user tag whose key is the access key id. */
  readonly description?: string | undefined;
  readonly lastUsed: LastUsed;
  /** The age to stay below: 90 in the article. */
  readonly rotateBeforeDay: number;
  /** The day the key will be switched off if nothing changes; absent where it never is. */
  readonly switchOffOn?: Day | undefined;
  /** Why an operator switched it on again, in the operator's words. */
  readonly restoreReason?: string | undefined;
  /** Why this goes to the fallback contact, if it does. */
  readonly fallbackReason?: string | undefined;
}

/** One mail: to one recipient, about one account, in one run, listing every key it is about. */
export interface NoticeMail {
  readonly to: string;
  readonly account: Account;
  readonly notices: readonly KeyNotice[];
}

/** Notices for one key's recipients, before they are sorted by recipient. */
export interface AddressedNotice {
  readonly notice: KeyNotice;
  readonly to: readonly string[];
  /** Who has had this notice before. */
  readonly told: readonly string[];
}

/**
 * Sorts notices into mails: one for each recipient, so that nobody sees another's address or keys. The
 * order depends on names only, never on the order in which IAM listed users and keys.
 */
export function planMails(account: Account, addressed: readonly AddressedNotice[]): NoticeMail[] {
  const byRecipient = new Map<string, KeyNotice[]>();
  for (const { notice, to } of addressed)
    for (const recipient of to) byRecipient.set(recipient, [...(byRecipient.get(recipient) ?? []), notice]);
  return [...byRecipient]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([to, notices]) => ({ to, account, notices: notices.toSorted(byUserAndKey) }));
}

function byUserAndKey(one: KeyNotice, other: KeyNotice): number {
  const left = `${one.userName}/${one.accessKeyId}`;
  const right = `${other.userName}/${other.accessKeyId}`;
  return left < right ? -1 : left > right ? 1 : 0;
}
