import pMap from "p-map";
import { isTransient } from "../aws/aws-errors.ts";
import type { Ledger, NoticeRef } from "../aws/ledger.ts";
import { oldestClaimMilliseconds } from "../aws/ledger-claims.ts";
import type { MailFailure } from "../aws/mail-errors.ts";
import type { MailPace } from "../aws/mail-pace.ts";
import type { Account } from "../domain/account.ts";
import { describeError } from "../runtime/log.ts";
import { type LookUpLastUsed, withLastUse } from "./compose-notices.ts";
import { groupByRecipient } from "./group-by-recipient.ts";
import type { KeyNotice, NoticeMail } from "./key-notice.ts";
import { type NoticeResult, type Outcomes, refOf, report, settle, writesAtOnce } from "./settle-notices.ts";

/** Why a mail was not sent; `notComposed`: a template could not be rendered, so nothing left. */
export type PostFailure = MailFailure | "notComposed";

/** Sends one mail. A failure is returned, because what happens next depends on its kind. */
export type Post = (
  mail: NoticeMail,
  claimId: string,
) => Promise<{ messageId: string } | { failure: PostFailure; error: unknown }>;

/** Why no further mail was tried. `noTimeLeft`: the attempt ends as Interrupted, and a retry sends the rest. */
export type MailStop = "dailyQuota" | "senderUnusable" | "noTimeLeft";

/** The outcome of sending. */
export interface Sent {
  /** One for each notice and recipient. */
  readonly results: readonly NoticeResult[];
  readonly stopped?: MailStop | undefined;
  /** Errors of the ledger or of a template: problems of the account, not of a recipient. */
  readonly errors: readonly unknown[];
}

/** Everything that sending needs besides the notices. */
export interface SendTask {
  readonly account: Account;
  readonly ledger: Pick<Ledger, "claimNotice" | "confirmNotice" | "releaseNotice" | "refuseNotice">;
  readonly post: Post;
  readonly pace: MailPace;
  readonly lastUsed: LookUpLastUsed;
  now(): Date;
  /** A random text of letters, digits, `_` and `-`. SES's events return it. */
  newClaimId(): string;
}

interface Sending extends Outcomes {
  readonly task: SendTask;
  stopped?: MailStop | undefined;
}

/** How many mails of one account are in progress at once. While one waits for SES, others are claimed and confirmed. */
const mailsAtOnce = 5;

/**
 * Sends notices of one account: one mail for each recipient. Each notice is claimed in the ledger, sent, then
 * confirmed. A recipient that SES rejects is recorded, and a new evaluation of the key finds who gets the notice
 * instead. Every mail is settled before the next one begins, so an attempt that is interrupted keeps what it has done.
 */
export async function sendNotices(notices: readonly KeyNotice[], task: SendTask): Promise<Sent> {
  const sending: Sending = { task, results: [], errors: [] };
  await pMap(groupByRecipient(task.account, notices), (mail) => trySending(mail, sending), {
    concurrency: mailsAtOnce,
  });
  const { results, errors, stopped } = sending;
  return { results, errors, stopped };
}

/** An error before a mail was sent stops this mail and no other. */
async function trySending(mail: NoticeMail, sending: Sending): Promise<void> {
  const { task } = sending;
  if (sending.stopped !== undefined)
    return report(sending, mail.notices, "failed", reasonOf(sending.stopped));
  const looked = await pMap(mail.notices, (notice) => withLastUse(notice, task.lastUsed), {
    concurrency: writesAtOnce,
  });
  const claimId = task.newClaimId();
  let open: readonly KeyNotice[] = looked;
  let isClaimed = false;
  try {
    for (let refusals = 0; ; ) {
      const stop = stopFor(await task.pace.nextSlot(), sending);
      if (stop !== undefined) {
        const error = reasonOf(stop);
        if (!isClaimed) return report(sending, open, "failed", error);
        return await settle(sending, open, claimId, (ref) => task.ledger.releaseNotice(ref), "failed", error);
      }
      // Before every try, because the wait may have outlasted the claim or the decision.
      isClaimed = true;
      const claimedFrom = task.now().getTime();
      open = await claim(sending, open, claimId);
      if (open.length === 0) return;
      // A claim that is too old may pass to another worker before SES answers, and both would send the mail.
      if (task.now().getTime() - claimedFrom > oldestClaimMilliseconds) continue;
      const answer = await task.post({ ...mail, notices: open }, claimId);
      if (!("failure" in answer) || answer.failure !== "rateExceeded")
        return await finish(sending, open, claimId, answer);
      await task.pace.backOff(refusals);
      refusals += 1;
    }
  } catch (error) {
    sending.errors.push(error);
    report(sending, open, isClaimed ? "inFlight" : "failed", describeError(error));
  }
}

/** A mail that has its slot is sent even if a later mail had no time left. */
function stopFor(slot: "reached" | "noTimeLeft", sending: Sending): MailStop | undefined {
  if (slot === "noTimeLeft") sending.stopped ??= "noTimeLeft";
  return slot === "reached" && sending.stopped === "noTimeLeft" ? undefined : sending.stopped;
}

/** Claims the notices of a mail, and reports those that it will not contain. */
async function claim(sending: Sending, open: readonly KeyNotice[], claimId: string): Promise<KeyNotice[]> {
  const { ledger } = sending.task;
  const claims = await pMap(open, (notice) => ledger.claimNotice(refOf(notice, claimId)), {
    concurrency: writesAtOnce,
  });
  const those = (wanted: (typeof claims)[number]) => open.filter((_, index) => claims[index] === wanted);
  // The earlier try sent nothing, so its claim must not count as a notice in the history.
  const overtaken = those("overtaken");
  await pMap(overtaken, (notice) => ledger.releaseNotice(refOf(notice, claimId)), {
    concurrency: writesAtOnce,
  });
  report(sending, those("held"), "inFlight", "another worker has claimed it");
  report(sending, overtaken, "overtaken", "the key changed after it was evaluated");
  return those("claimed");
}

type Answer = Awaited<ReturnType<Post>>;

async function finish(
  sending: Sending,
  notices: readonly KeyNotice[],
  claimId: string,
  answer: Answer,
): Promise<void> {
  const { ledger } = sending.task;
  if ("messageId" in answer)
    return settle(sending, notices, claimId, (ref) => confirm(ref, answer.messageId, sending.task), "sent");
  const { failure } = answer;
  const error = describeError(answer.error);
  // It may have been sent, so the claim stays. A worker that finds the claim stale sends again.
  if (failure === "unknownOutcome") return report(sending, notices, "inFlight", error);
  if (failure === "rejected")
    return settle(sending, notices, claimId, (ref) => ledger.refuseNotice(ref), "refused", error);
  if (failure === "dailyQuota" || failure === "senderUnusable") sending.stopped ??= failure;
  if (failure === "notComposed" || failure === "notSent") sending.errors.push(answer.error);
  return settle(sending, notices, claimId, (ref) => ledger.releaseNotice(ref), "failed", error);
}

/** Together with the pauses between them, the tries outlast a ledger that fails for a quarter of a minute. */
const mostConfirmations = 6;

/**
 * The mail has left. If the ledger does not record that, a retry sends it again unless SES reports its delivery first.
 */
async function confirm(ref: NoticeRef, messageId: string, { ledger, pace }: SendTask): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await ledger.confirmNotice(ref, messageId);
    } catch (error) {
      if (!isTransient(error) || failures + 1 === mostConfirmations) throw error;
      await pace.backOff(failures);
    }
  }
}

function reasonOf(stopped: MailStop): string {
  const reasons = {
    dailyQuota: "not sent: SES's daily quota is used up",
    senderUnusable: "not sent: SES does not accept the sender",
    noTimeLeft: "not sent: no time left in this attempt",
  };
  return reasons[stopped];
}
