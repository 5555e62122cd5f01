import type { Day } from "./calendar-day.ts";
import type { ExemptionProblem } from "./exemption.ts";
import type { RevocationCause } from "./key-history.ts";
import type { RuleAnswer } from "./may-deactivate.ts";
import type { NoticeDue } from "./notice.ts";

/**
 * - `compliant`: no stage is due.
 * - `notify`: a notice is due.
 * - `notified`: a stage is due and its notice was sent.
 * - `deactivate`: the policy makes the deactivation due and the rule allows it; the plan decides whether it happens
 *   today.
 * - `onHold`: the deactivation is due and deliberately does not happen, for the reason given. A notice may be due too.
 * - `exempt`: by the user's tag.
 * - `inactive`: the key does not work, so nothing is due except completing an interrupted deactivation.
 */
export type DecisionState =
  | "compliant"
  | "notify"
  | "notified"
  | "deactivate"
  | "onHold"
  | "exempt"
  | "inactive";

/** Why a key is in its state, as data. `functions/notices/reason-text.ts` turns it into sentences. */
export type Reason =
  | { readonly code: "noStageDue" }
  | { readonly code: "stageDue"; readonly day: number }
  | { readonly code: "stageNotified"; readonly day: number }
  | { readonly code: "deactivationDue"; readonly named: Day }
  | { readonly code: "exempt"; readonly until: Day; readonly owner: string; readonly reason: string }
  | { readonly code: "exemptionUnreadable"; readonly found: string; readonly problem: ExemptionProblem }
  | { readonly code: "tagsUnreadable" }
  | { readonly code: "unknownUserType"; readonly found?: string | undefined }
  /** `until`: the last day that was requested. `activeUntil`: the mails name the day after it. */
  | {
      readonly code: "restored";
      readonly until: Day;
      readonly activeUntil?: Day | undefined;
      readonly reason: string;
    }
  /** No deactivation notice counts: none was sent, or it was revoked (then `revokedBy`), or it became stale. */
  | { readonly code: "notWarned"; readonly revokedBy?: RevocationCause | undefined }
  | { readonly code: "dayNotReached"; readonly named: Day }
  /** SES has not yet reported whether the notice was delivered. */
  | { readonly code: "deliveryUnknown"; readonly sentOn: Day }
  /** Delivered, but less than `minimumNoticeDays` ago. */
  | { readonly code: "deliveredTooLate"; readonly until: Day }
  /** The notices that were delivered went to people who no longer own the key. */
  | { readonly code: "ownerChanged" }
  /** No owner could be reached; the fallback contact is notified instead. */
  | { readonly code: "ownerUnreachable"; readonly addresses: readonly string[] }
  /** Neither the owners nor the fallback contact could be reached. */
  | { readonly code: "nobodyReached"; readonly addresses: readonly string[] }
  | { readonly code: "noticeStale"; readonly named: Day }
  /** Too many mails about this key in 30 days. */
  | { readonly code: "mailLimit" }
  | { readonly code: "inactive"; readonly status: string }
  | { readonly code: "deactivationToFinish"; readonly on: Day };

/** What is due for one access key today, and why. */
export interface Decision {
  readonly accessKeyId: string;
  readonly userName: string;
  /** Calendar days since the key was created. */
  readonly age: number;
  readonly state: DecisionState;
  readonly reason: Reason;
  /** A notice to send now. With `deactivate`, nothing is sent before the key is inactive. */
  readonly notice?: NoticeDue | undefined;
  /** Why earlier notices no longer count. It must be recorded before anything else is done. */
  readonly revoke?: RevocationCause | undefined;
  /** Withdraw an intention to deactivate that had no effect. */
  readonly withdrawIntention?: true | undefined;
  /** The answer of the rule, if the policy makes the deactivation due. */
  readonly rule?: RuleAnswer | undefined;
  /** The first day on which the policy makes the deactivation due. Absent if it does not. */
  readonly overdueSince?: Day | undefined;
}
