import type { NoticeOutcome } from "../../statemachine/account-result.ts";
import type { Ledger, NoticeRef } from "../aws/ledger.ts";
import type { MailFailure } from "../aws/mailer.ts";
import type { Account } from "../domain/account.ts";
import { type AddressedNotice, type KeyNotice, type NoticeMail, planMails } from "../domain/notice-mail.ts";
import { describeError } from "../runtime/log.ts";

/** Sends one mail; a failure is data, because what happens next depends on its kind. */
export type Post = (
  mail: NoticeMail,
) => Promise<{ messageId: string } | { failure: MailFailure; error: unknown }>;

/** What became of one notice to one recipient. */
export interface NoticeResult extends NoticeOutcome {
  readonly accessKeyId: string;
  readonly noticeId: string;
}

/** What sending came to. `stopped`: SES takes no more mail now, so the rest was not tried. */
export interface Sent {
  readonly results: readonly NoticeResult[];
  readonly stopped?: MailFailure;
}

/** Everything that sending needs besides the notices. */
export interface SendTask {
  readonly account: Account;
  readonly ledger: Ledger;
  readonly post: Post;
  readonly fallback: string;
}

/**
 * Sends the notices of one account: one mail a recipient; each notice is claimed in the ledger, sent, then
 * confirmed. A recipient whom SES refuses is replaced by the fallback contact, so that no notice goes to
 * nobody. Where SES takes no more mail at all, the rest is left for a retry or the next run.
 */
export async function sendNotices(addressed: readonly AddressedNotice[], task: SendTask): Promise<Sent> {
  const results: NoticeResult[] = [];
  const mails = planMails(task.account, addressed);
  const refused: AddressedNotice[] = [];
  let stopped: MailFailure | undefined;
  for (const mail of mails) {
    const sent = stopped === undefined ? await trySending(mail, task) : notTried(mail, stopped);
    stopped ??= sent.stopped;
    results.push(...sent.results);
    if (sent.failure === "rejected" && mail.to !== task.fallback)
      refused.push(...redirected(mail, task.fallback, addressed));
  }
  if (refused.length === 0 || stopped !== undefined) return finished(results, stopped);
  const again = await sendNotices(refused, task);
  return finished([...results, ...again.results], again.stopped);
}

interface SentMail {
  readonly results: NoticeResult[];
  readonly failure?: MailFailure;
  readonly stopped?: MailFailure;
}

/** A ledger that fails in the middle leaves this mail's fate unknown and stops no other mail. */
async function trySending(mail: NoticeMail, task: SendTask): Promise<SentMail> {
  try {
    return await sendMail(mail, task);
  } catch (error) {
    return {
      results: mail.notices.map((notice) => resultOf(notice, mail.to, "inFlight", describeError(error))),
    };
  }
}

async function sendMail(mail: NoticeMail, { account, ledger, post }: SendTask): Promise<SentMail> {
  const claimed: KeyNotice[] = [];
  const results: NoticeResult[] = [];
  for (const notice of mail.notices) {
    if ((await ledger.claimNotice(refOf(notice, mail.to))) === "claimed") claimed.push(notice);
    else results.push(resultOf(notice, mail.to, "inFlight", "another worker has claimed it"));
  }
  if (claimed.length === 0) return { results };
  const answer = await post({ to: mail.to, account, notices: claimed });
  if ("messageId" in answer) {
    for (const notice of claimed) {
      await ledger.confirmNotice(refOf(notice, mail.to), answer.messageId);
      results.push(resultOf(notice, mail.to, "sent"));
    }
    return { results };
  }
  const { failure } = answer;
  const error = describeError(answer.error);
  // Whether it was sent is unknown: the claim stays, and whoever finds it stale sends again.
  const outcome = failure === "unknownOutcome" ? "inFlight" : "failed";
  for (const notice of claimed) {
    if (failure !== "unknownOutcome") await ledger.releaseNotice(refOf(notice, mail.to));
    results.push(resultOf(notice, mail.to, outcome, error));
  }
  const stops = failure !== "rejected" && failure !== "unknownOutcome";
  return stops ? { results, failure, stopped: failure } : { results, failure };
}

/** The same notices to the fallback contact, unless it gets them anyway. */
function redirected(
  mail: NoticeMail,
  fallback: string,
  addressed: readonly AddressedNotice[],
): AddressedNotice[] {
  return mail.notices
    .filter(
      (notice) =>
        !addressed.some(
          (other) =>
            other.notice.accessKeyId === notice.accessKeyId &&
            other.notice.noticeId === notice.noticeId &&
            other.to.includes(fallback),
        ),
    )
    .map((notice) => ({
      to: [fallback],
      notice: { ...notice, fallbackReason: "the mail service refused the address in its email tag" },
    }));
}

function notTried(mail: NoticeMail, stopped: MailFailure): SentMail {
  return {
    results: mail.notices.map((notice) => resultOf(notice, mail.to, "failed", `not tried: ${stopped}`)),
  };
}

function finished(results: NoticeResult[], stopped: MailFailure | undefined): Sent {
  return stopped === undefined ? { results } : { results, stopped };
}

function refOf({ accessKeyId, userName, noticeId }: KeyNotice, to: string): NoticeRef {
  return { accessKeyId, userName, noticeId, to };
}

function resultOf(
  { accessKeyId, noticeId }: KeyNotice,
  to: string,
  outcome: NoticeOutcome["outcome"],
  error?: string,
): NoticeResult {
  return { accessKeyId, noticeId, to, outcome, ...(error === undefined ? {} : { error }) };
}
