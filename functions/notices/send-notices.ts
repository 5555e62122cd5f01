import type { NoticeOutcome } from "../../statemachine/account-result.ts";
import type { Ledger, NoticeRef } from "../aws/ledger.ts";
import type { MailFailure } from "../aws/mailer.ts";
import type { Account } from "../domain/account.ts";
import { type AddressedNotice, type KeyNotice, type NoticeMail, planMails } from "../domain/notice-mail.ts";
import { describeError } from "../runtime/log.ts";

/** Why a mail was not sent; `notComposed`: a template could not be rendered, so nothing ever left. */
export type PostFailure = MailFailure | "notComposed";

/** Sends one mail; a failure is data, because what happens next depends on its kind. */
export type Post = (
  mail: NoticeMail,
) => Promise<{ messageId: string } | { failure: PostFailure; error: unknown }>;

/** What became of one notice to one recipient. */
export interface NoticeResult extends NoticeOutcome {
  readonly accessKeyId: string;
  readonly noticeId: string;
}

/** What sending came to. */
export interface Sent {
  readonly results: readonly NoticeResult[];
  /** SES takes no more mail now, so the rest was not tried. */
  readonly stopped?: MailFailure | undefined;
  /** The ledger failed, or a template: the account's own problems, not a recipient's. */
  readonly errors: readonly unknown[];
}

/** Everything that sending needs besides the notices. */
export interface SendTask {
  readonly account: Account;
  readonly ledger: Ledger;
  readonly post: Post;
  readonly fallback: string;
}

/** What a round of mails came to, with the mails that SES refused; their claims are still held. */
interface Round {
  readonly results: NoticeResult[];
  readonly refused: NoticeMail[];
  stopped?: MailFailure | undefined;
  readonly errors: unknown[];
}

/**
 * Sends the notices of one account: one mail a recipient; each notice is claimed in the ledger, sent, then
 * confirmed. A recipient whom SES refuses is replaced by the fallback contact, so that no notice goes to
 * nobody, and once the fallback contact has it the ledger remembers the refusal, so that it hears of it once
 * and not every day. Where SES takes no more mail at all, the rest is left for a retry or the next run.
 */
export async function sendNotices(addressed: readonly AddressedNotice[], task: SendTask): Promise<Sent> {
  const first = await sendRound(addressed, task);
  const redirects = first.stopped === undefined ? redirected(first.refused, addressed, task.fallback) : [];
  const again = await sendRound(redirects, task);
  const results = [...first.results, ...again.results];
  const errors = [...first.errors, ...again.errors];
  for (const { to, notices } of first.refused)
    for (const notice of notices)
      try {
        const ref = refOf(notice, to);
        if (isTold(task.fallback, notice, addressed, results)) await task.ledger.refuseNotice(ref);
        else await task.ledger.releaseNotice(ref);
      } catch (error) {
        errors.push(error);
      }
  return { results, stopped: first.stopped ?? again.stopped, errors };
}

async function sendRound(addressed: readonly AddressedNotice[], task: SendTask): Promise<Round> {
  const round: Round = { results: [], refused: [], errors: [] };
  for (const mail of planMails(task.account, addressed)) {
    if (round.stopped === undefined) await trySending(mail, task, round);
    else addResults(round, mail.notices, mail.to, "failed", `not tried: ${round.stopped}`);
  }
  return round;
}

/** A ledger that fails before a mail was sent stops this mail and no other. */
async function trySending(mail: NoticeMail, task: SendTask, round: Round): Promise<void> {
  const claimed: KeyNotice[] = [];
  const held: KeyNotice[] = [];
  try {
    for (const notice of mail.notices)
      ((await task.ledger.claimNotice(refOf(notice, mail.to))) === "claimed" ? claimed : held).push(notice);
  } catch (error) {
    round.errors.push(error);
    addResults(round, mail.notices, mail.to, "inFlight", describeError(error));
    return;
  }
  addResults(round, held, mail.to, "inFlight", "another worker has claimed it");
  if (claimed.length > 0) await sendClaimed({ ...mail, notices: claimed }, task, round);
}

async function sendClaimed(mail: NoticeMail, { ledger, post, fallback }: SendTask, round: Round) {
  const { to, notices } = mail;
  const answer = await post(mail);
  if ("messageId" in answer) {
    const { messageId } = answer;
    return settle(mail, (ref) => ledger.confirmNotice(ref, messageId), "sent", undefined, round);
  }
  const { failure } = answer;
  const error = describeError(answer.error);
  // Whether it was sent is unknown: the claim stays, and whoever finds it stale sends again.
  if (failure === "unknownOutcome") return addResults(round, notices, to, "inFlight", error);
  if (failure === "rejected" && to !== fallback) {
    round.refused.push(mail);
    return addResults(round, notices, to, "failed", error);
  }
  if (failure === "notComposed") round.errors.push(answer.error);
  else if (failure !== "rejected") round.stopped = failure;
  return settle(mail, (ref) => ledger.releaseNotice(ref), "failed", error, round);
}

/** Writes the outcome of a mail for each of its notices; one that cannot be written leaves the others theirs. */
async function settle(
  { to, notices }: NoticeMail,
  write: (ref: NoticeRef) => Promise<void>,
  outcome: NoticeOutcome["outcome"],
  error: string | undefined,
  round: Round,
): Promise<void> {
  for (const notice of notices)
    try {
      await write(refOf(notice, to));
      addResults(round, [notice], to, outcome, error);
    } catch (ledgerError) {
      round.errors.push(ledgerError);
      addResults(round, [notice], to, "inFlight", describeError(ledgerError));
    }
}

/** The refused notices, each once, to the fallback contact, unless it has them or gets them anyway. */
function redirected(
  refused: readonly NoticeMail[],
  addressed: readonly AddressedNotice[],
  fallback: string,
): AddressedNotice[] {
  const waiting = new Map<string, KeyNotice>();
  for (const notice of refused.flatMap(({ notices }) => notices)) {
    const known = addressed.some(
      (other) =>
        isSame(other.notice, notice) && (other.told.includes(fallback) || other.to.includes(fallback)),
    );
    if (!known) waiting.set(`${notice.accessKeyId} ${notice.noticeId}`, notice);
  }
  const fallbackReason = "the mail service refused the address in its email tag";
  return [...waiting.values()].map((notice) => ({
    notice: { ...notice, fallbackReason },
    to: [fallback],
    told: [],
  }));
}

/** Whether a recipient has had a notice, before or just now. */
function isTold(
  recipient: string,
  notice: KeyNotice,
  addressed: readonly AddressedNotice[],
  results: readonly NoticeResult[],
): boolean {
  return (
    addressed.some((other) => isSame(other.notice, notice) && other.told.includes(recipient)) ||
    results.some((result) => isSame(result, notice) && result.to === recipient && result.outcome === "sent")
  );
}

function isSame(one: Pick<KeyNotice, "accessKeyId" | "noticeId">, other: KeyNotice): boolean {
  return one.accessKeyId === other.accessKeyId && one.noticeId === other.noticeId;
}

function addResults(
  round: Round,
  notices: readonly KeyNotice[],
  to: string,
  outcome: NoticeOutcome["outcome"],
  error: string | undefined,
): void {
  for (const { accessKeyId, noticeId } of notices)
    round.results.push({ accessKeyId, noticeId, to, outcome, ...(error === undefined ? {} : { error }) });
}

function refOf({ accessKeyId, userName, createdOn, noticeId }: KeyNotice, to: string): NoticeRef {
  return { accessKeyId, userName, createdOn, noticeId, to };
}
