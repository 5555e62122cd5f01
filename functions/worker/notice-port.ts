import type { DueNotice } from "../notices/compose-notices.ts";
import type { MailStop } from "../notices/send-notices.ts";
import type { NoticeResult } from "../notices/settle-notices.ts";
import { type Problem, problemOf } from "./problem.ts";

/** The outcome of sending a list of notices. */
export interface SentNotices {
  /** One for each notice and recipient. */
  readonly results: readonly NoticeResult[];
  /** Why no further mail was tried. */
  readonly stopped?: MailStop | undefined;
  /** Failures of the ledger or of a template. A recipient that SES refuses is not one. */
  readonly errors: readonly unknown[];
}

/** Sends the notices of one account: one mail per recipient, each claimed, sent and confirmed; see `sendNotices`. */
export type SendNotices = (due: readonly DueNotice[]) => Promise<SentNotices>;

/** The outcome of the first mails, and of those to recipients who replace refused ones. */
export function bothSent(first: SentNotices, second: SentNotices): SentNotices {
  return {
    results: [...first.results, ...second.results],
    stopped: first.stopped ?? second.stopped,
    errors: [...first.errors, ...second.errors],
  };
}

/**
 * The problems of an account that come from sending. A refused recipient is not a problem, because the fallback contact
 * is notified. Mail that stopped is.
 */
export function mailProblems({ stopped, errors }: SentNotices): Problem[] {
  const transient = stopped === "noTimeLeft";
  const stop = stopped === undefined ? [] : [{ userName: "", problem: stopTexts[stopped], transient }];
  return [...stop, ...errors.map((error) => problemOf("", "notices", error))];
}

const stopTexts: Readonly<Record<MailStop, string>> = {
  dailyQuota: "mail stopped: SES's daily quota is used up",
  senderUnusable: "mail stopped: SES does not accept the sender",
  noTimeLeft: "mail stopped: the Lambda timeout was near",
};
