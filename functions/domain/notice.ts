import type { Day } from "./calendar-day.ts";

/**
 * What a stage's notice says about the key's future. The notice of the same stage is different for a key that
 * no stage deactivates.
 */
export type Outlook = "deactivation" | "staysActive";

/** Which notice. Two notices about one key are the same exactly if their ids are equal (`sameNotice`). */
export type NoticeId =
  | { readonly type: "stage"; readonly day: number; readonly outlook: Outlook }
  /** `round` and `number` count: after a revocation, or when a warning has become stale, one more may be due. */
  | { readonly type: "finalWarning"; readonly round: number; readonly number: number }
  /** `day` is counted like a stage's, so that the owner is reminded at the interval of the policy. */
  | { readonly type: "exemptionUnreadable"; readonly day: number }
  | { readonly type: "deactivated"; readonly number: number }
  | { readonly type: "restored"; readonly number: number };

/** Whether two ids name the same notice. */
export function sameNotice(one: NoticeId, other: NoticeId): boolean {
  switch (one.type) {
    case "stage":
      return other.type === "stage" && one.day === other.day && one.outlook === other.outlook;
    case "finalWarning":
      return other.type === "finalWarning" && one.round === other.round && one.number === other.number;
    case "exemptionUnreadable":
      return other.type === "exemptionUnreadable" && one.day === other.day;
    default:
      return other.type === one.type && one.number === other.number;
  }
}

/** Which mail a notice is; there is a template for each. */
export type NoticeKind =
  | "warning"
  | "staysActive"
  | "finalWarning"
  | "exemptionUnreadable"
  | "deactivated"
  | "restored";

/** The mail that an id is sent as. */
export function kindOf(id: NoticeId): NoticeKind {
  if (id.type !== "stage") return id.type;
  return id.outlook === "deactivation" ? "warning" : "staysActive";
}

/** Whether a notice says that the key keeps working. Sent after a warning, it would contradict the warning. */
export function saysStaysActive(id: NoticeId): boolean {
  return id.type === "exemptionUnreadable" || (id.type === "stage" && id.outlook === "staysActive");
}

/** In what role somebody gets a notice. */
export type AddresseeRole = "owner" | "fallback" | "previousOwner" | "security";

/** Why the fallback contact gets a notice. */
export type FallbackReason =
  | { readonly code: "noEmailTag" }
  | { readonly code: "malformedAddress"; readonly found: string }
  | { readonly code: "outsideAllowedDomains"; readonly found: string }
  | { readonly code: "tooManyAddresses"; readonly limit: number }
  | { readonly code: "tagsUnreadable" }
  | { readonly code: "ownersUnreachable"; readonly addresses: readonly string[] }
  | { readonly code: "ownersChangeOften" };

/** A recipient of a notice. */
export interface Addressee {
  /** Lower case. */
  readonly address: string;
  readonly as: AddresseeRole;
  /** Only with `as: "fallback"`; at least one. */
  readonly because?: readonly FallbackReason[] | undefined;
}

/** A notice that is due now. */
export interface NoticeDue {
  readonly id: NoticeId;
  readonly kind: NoticeKind;
  /** At least one. Nobody who has already had this notice. */
  readonly to: readonly Addressee[];
  /** The day on or after which the key is deactivated if nothing changes: this is a deactivation notice. */
  readonly names?: Day | undefined;
  /** How many days before `names` it must be delivered: `minimumNoticeDays` at the time of sending. */
  readonly noticeDays?: number | undefined;
  /** An earlier named day that is withdrawn, because this notice says that the key stays active. */
  readonly withdraws?: Day | undefined;
  /** `everyone`: sent to old and current owners and the fallback contact; it counts despite later changes of owner. */
  readonly audience: "current" | "everyone";
}

/** What SES reported about one mail. A permanent bounce counts whatever the order of events. */
export type Delivery =
  | { readonly state: "unknown" }
  | { readonly state: "delivered"; readonly on: Day }
  | { readonly state: "bounced"; readonly on: Day; readonly cause: string };

/** A notice about one key to one recipient, as the ledger records it. */
export interface NoticeRecord {
  readonly id: NoticeId;
  readonly to: string;
  readonly as: AddresseeRole;
  /** `claimed`: it may have been sent. `refused`: SES rejected the recipient, nothing was sent. */
  readonly state: "claimed" | "sent" | "refused";
  /** The true UTC day on which it was claimed or sent. */
  readonly on: Day;
  /** The run that sent it. */
  readonly run: string;
  /** Random; SES events carry it as a message tag. */
  readonly claimId: string;
  /** The key's round when it was sent. The notice counts while the key is still in that round. */
  readonly round: number;
  /** The user type of the policy when it was sent; absent if it was unknown. For people: no rule depends on it. */
  readonly userType?: string | undefined;
  readonly names?: Day | undefined;
  readonly noticeDays?: number | undefined;
  readonly audience: "current" | "everyone";
  readonly delivery: Delivery;
}
