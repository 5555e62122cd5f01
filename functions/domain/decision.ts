import type { Day } from "./calendar-day.ts";

/** Which mail a notice is; there is one template for each. */
export type NoticeKind = "warning" | "finalWarning" | "deactivated" | "reminder";

/** A notice that is due now, to recipients who have not had it. */
export interface NoticeDue {
  /** Its name in the ledger; the same notice never has two names. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly to: readonly string[];
}

/** Why a key that is past its last day is left on. */
export type WithheldReason =
  | "graceNotOver"
  | "tagsUnreadable"
  | "unknownUserType"
  | "exempt"
  | "exemptionUnreadable"
  | "restored";

/** What is due for one access key today, and why. Deciding changes nothing. */
export interface Decision {
  readonly accessKeyId: string;
  readonly userName: string;
  /** Calendar days since the key was made. */
  readonly age: number;
  /**
   * `inTime` nothing due yet · `notify` a notice is due · `told` its latest due notice was sent before ·
   * `deactivate` · `withheld` due or exempt, but left on for the reason in `withheld` · `notActive` the
   * key does not work, so nothing is due.
   */
  readonly verdict: "inTime" | "notify" | "told" | "deactivate" | "withheld" | "notActive";
  readonly withheld?: WithheldReason | undefined;
  /** A sentence for people: what the rule saw. */
  readonly reason: string;
  /** With `notify` and some `withheld`: to send now. With `deactivate`: to send once the key is off. */
  readonly notice?: NoticeDue | undefined;
  /** What comes next, and when, if nothing changes; absent where nothing is to come. */
  readonly next?: NextStep | undefined;
}

/** The next thing that will happen to a key. */
export interface NextStep {
  readonly on: Day;
  readonly what: "notify" | "deactivate";
}
