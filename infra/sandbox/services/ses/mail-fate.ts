/** The bounce types and their subtypes (SES developer guide, "Bounce types"). */
export type BounceType = "Permanent" | "Transient" | "Undetermined";
export type BounceSubType =
  | "General"
  | "NoEmail"
  | "Suppressed"
  | "OnAccountSuppressionList"
  | "MailboxFull"
  | "MessageTooLarge"
  | "ContentRejected"
  | "AttachmentRejected"
  | "Undetermined";

/** When something happens to a mail, and when its event arrives. */
export interface Timing {
  /** Time after SendEmail at which it happens, by the cloud's clock. @default 0 */
  readonly afterMs?: number;
  /** Time after SendEmail at which the event arrives, to deliver events out of order. @default `afterMs` */
  readonly arrivesAfterMs?: number;
  /** How often the event arrives: 0 loses it, 2 duplicates it. EventBridge delivers SES events as best effort. @default 1 */
  readonly copies?: number;
}

/** One thing that happens to a mail on its way to one recipient. */
export type Happening = Timing &
  (
    | { readonly type: "delivery" }
    | { readonly type: "bounce"; readonly bounceType: BounceType; readonly bounceSubType: BounceSubType }
    | { readonly type: "complaint"; readonly subType?: "OnAccountSuppressionList" }
    | { readonly type: "deliveryDelay" }
    | { readonly type: "reject" }
  );

/** Everything that happens to a mail to one recipient. An empty list means that SES never reports anything. */
export type MailFate = readonly Happening[];

/** The mail arrives. */
export function deliveredMail(timing: Timing = {}): MailFate {
  return [{ type: "delivery", ...timing }];
}

/** The mailbox does not exist or refuses the mail for good. SES then suppresses the address. */
export function bouncedForGood(bounceSubType: BounceSubType = "General", timing: Timing = {}): MailFate {
  return [{ type: "bounce", bounceType: "Permanent", bounceSubType, ...timing }];
}

/** The mail could not be delivered this time, for example because the mailbox is full. */
export function bouncedForNow(bounceSubType: BounceSubType = "General", timing: Timing = {}): MailFate {
  return [{ type: "bounce", bounceType: "Transient", bounceSubType, ...timing }];
}

/** The mail is delayed first, and delivered after that time. */
export function deliveredLate(afterMs: number): MailFate {
  return [{ type: "deliveryDelay" }, { type: "delivery", afterMs }];
}

/** The mail arrives, and an out-of-office reply comes back, which SES reports as a transient bounce. */
export function deliveredWithAutoReply(): MailFate {
  return [...deliveredMail(), ...bouncedForNow()];
}

/** What SES does with an address on the account's suppression list: it accepts the mail and drops it. */
export function suppressedFate(reason: "BOUNCE" | "COMPLAINT"): MailFate {
  return reason === "BOUNCE"
    ? bouncedForGood("OnAccountSuppressionList")
    : [{ type: "complaint", subType: "OnAccountSuppressionList" }];
}

/** What happens to mail, by recipient: the test's control over the world outside of AWS. */
export class MailFates {
  readonly #fates = new Map<string, MailFate>();
  /** For every address without a fate of its own. */
  fallback: MailFate = deliveredMail();

  /** Sets what happens to every later mail to this address. */
  set(address: string, fate: MailFate): void {
    this.#fates.set(address.toLowerCase(), fate);
  }

  /** Lets the address behave like any other again. */
  clear(address: string): void {
    this.#fates.delete(address.toLowerCase());
  }

  of(address: string): MailFate {
    return this.#fates.get(address.toLowerCase()) ?? this.fallback;
  }
}
