import type { Account } from "../domain/account.ts";
import type { Day } from "../domain/calendar-day.ts";
import type { Reason } from "../domain/decision.ts";
import type { LastUsed } from "../domain/last-used.ts";
import type { Addressee, AddresseeRole, NoticeDue } from "../domain/notice.ts";
import type { OtherKey } from "../domain/recorded-facts.ts";

/** One notice about one access key to one recipient, with everything that its mail may say. */
export interface KeyNotice extends Omit<NoticeDue, "to"> {
  /** Lower case. */
  readonly to: string;
  readonly as: AddresseeRole;
  /** Why the fallback contact gets it. Only with `as: "fallback"`, because it is wrong for an owner. */
  readonly because?: Addressee["because"];
  readonly accessKeyId: string;
  readonly userName: string;
  readonly createdOn: Day;
  /** The key's round now: the notice is not sent if the key has moved on to another one. */
  readonly round: number;
  /** Calendar days since the key was created. */
  readonly age: number;
  /** The last day of the policy: the mail asks to replace the key before this age. */
  readonly lastStageDay: number;
  /** Days from today to the named day. */
  readonly daysLeft?: number | undefined;
  /** Why the key is in its state, with the values found if a tag could not be read. */
  readonly reason?: Reason | undefined;
  /** The user type of the policy. Absent if it is unknown. */
  readonly userType?: string | undefined;
  /** The value of the user's tag whose name is the key ID, as the IAM console writes it. */
  readonly description?: string | undefined;
  /** Absent until it was read. */
  readonly lastUsed?: LastUsed | undefined;
  /** The user's other access key, whatever its status: a user may have two. */
  readonly otherKey?: OtherKey | undefined;
  readonly hasPassword?: boolean | undefined;
  /** Why the operator restored the key, where the notice is about a restore. */
  readonly restoreReason?: string | undefined;
}

/** One mail: notices about keys in one account to one recipient. */
export interface NoticeMail {
  readonly to: string;
  readonly account: Account;
  readonly notices: readonly KeyNotice[];
}
