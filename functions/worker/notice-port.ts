import type { NoticeOutcome } from "../../statemachine/account-result.ts";
import type { Decision } from "../domain/decision.ts";
import type { NoticeDue } from "../domain/notice.ts";
import type { RecordedFacts } from "../domain/recorded-facts.ts";
import type { Problem } from "./problem.ts";

/** A notice that is due about one key, with everything that its mail may say. */
export interface KeyNotice {
  /** What is known of the key; `lastUsed` is present. `history.round` is the round in which the notice is claimed. */
  readonly facts: RecordedFacts;
  readonly decision: Decision;
  readonly notice: NoticeDue;
  /** What the owner wrote about the key. Hostile text. */
  readonly description?: string | undefined;
}

/** What became of a notice about one key to one recipient. */
export interface KeyNoticeOutcome extends NoticeOutcome {
  readonly accessKeyId: string;
}

/** What became of a list of notices. */
export interface SentNotices {
  /** One for each key and recipient. */
  readonly outcomes: readonly KeyNoticeOutcome[];
  /** SES accepts no more mail now, so the rest was not tried. */
  readonly stopped?: { readonly reason: string; readonly transient: boolean } | undefined;
  /** Failures of the ledger or of a template. A recipient whom SES refuses is not one. */
  readonly problems: readonly Problem[];
}

/**
 * Groups notices by recipient, claims each in the ledger, sends one mail per recipient and confirms it. Never throws
 * for a single notice.
 */
export type SendNotices = (notices: readonly KeyNotice[]) => Promise<SentNotices>;
