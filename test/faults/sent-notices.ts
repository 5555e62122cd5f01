import { type Day, dayOf } from "../../functions/domain/calendar-day.ts";
import type { NoticeKind } from "../../functions/domain/notice.ts";
import type { SentMail } from "../../infra/sandbox/services/ses/mail-accounts.ts";

/** One notice, as the text of its mail says it. */
export interface SentNotice {
  readonly to: string;
  readonly accountId: string;
  /** The last four characters of the key's ID, which no other key of the Organization has. */
  readonly key: string;
  readonly kind: NoticeKind;
  /** The day of deactivation that it names. */
  readonly names: Day | undefined;
  readonly on: Day;
  /** Whether it arrived. */
  readonly delivered: boolean;
  /** The run or restore that sent it. */
  readonly run: string;
  /** The number of the mail, counted from 0. */
  readonly mail: number;
}

/** The mails about keys, without the digests. */
export function noticeMails(outbox: readonly SentMail[]): SentMail[] {
  return outbox.filter(({ tags }) => tags.claim !== undefined);
}

/** The notices in these mails. */
export function sentNotices(mails: readonly SentMail[]): SentNotice[] {
  return mails.flatMap((mail, index) => (mail.tags.claim === undefined ? [] : noticesOf(mail, index)));
}

/** The notices in one mail, read from its text as a person would read them. */
export function noticesOf({ to, text = "", sentAt, delivered, tags }: SentMail, mail = 0): SentNotice[] {
  const notices: SentNotice[] = [];
  let block: string[] = [];
  let key = "";
  for (const line of text.replaceAll(wordJoiner, "").split("\n")) {
    if (headlines.some(([pattern]) => pattern.test(line))) block = [];
    block.push(line);
    key = /^ {2}Access key +…(\w{4})$/.exec(line)?.[1] ?? key;
    const accountId = /^ {2}AWS account +(\d{12}),/.exec(line)?.[1];
    if (accountId === undefined) continue;
    const said = block.join("\n");
    const common = { to, accountId, key, on: dayOf(sentAt), delivered, run: tags.run ?? "", mail };
    notices.push({ ...common, kind: kindOf(said), names: dayNamedIn(said) });
    block = [];
  }
  return notices;
}

/** Keeps the last characters of a key ID on one line with the dots before them. */
const wordJoiner = "\u2060";

const headlines: readonly (readonly [RegExp, NoticeKind])[] = [
  [/AWS access key \S+ was deactivated |^Tell the owner of AWS access key /, "deactivated"],
  [/AWS access key \S+ stops working on or after /, "warning"],
  [/AWS access key \S+\. It stops working on or after /, "warning"],
  [/AWS access key \S+ is active again/, "restored"],
  [/AWS access key \S+ (stays active|is \d+ days old)/, "staysActive"],
  [/The exemption of AWS access key /, "exemptionUnreadable"],
];

function kindOf(said: string): NoticeKind {
  const kind = headlines.find(([pattern]) => pattern.test(said))?.[1];
  if (kind === undefined) throw new Error(`no headline is known in: ${said}`);
  return kind === "warning" && said.includes("sends no further warning.") ? "finalWarning" : kind;
}

function dayNamedIn(said: string): Day | undefined {
  const written = /on or after (\d+ \w+ \d{4})/.exec(said)?.[1];
  return written === undefined ? undefined : dayOf(new Date(`${written} UTC`));
}

/** A notice in one line. */
export function noticeText({
  to,
  accountId,
  key,
  kind,
}: Pick<SentNotice, "to" | "accountId" | "key" | "kind">): string {
  return `${to} ${accountId} ${key} ${kind}`;
}
