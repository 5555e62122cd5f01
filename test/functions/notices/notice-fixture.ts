import type { Account } from "../../../functions/domain/account.ts";
import { kindOf } from "../../../functions/domain/notice.ts";
import type { OtherKey } from "../../../functions/domain/recorded-facts.ts";
import type { KeyNotice, NoticeMail } from "../../../functions/notices/key-notice.ts";
import { loadTemplates } from "../../../functions/notices/load-templates.ts";
import type { NoticeMailFrame } from "../../../functions/notices/mail-frame.ts";
import { type RenderedMail, renderNoticeMail } from "../../../functions/notices/render-notice-mail.ts";
import { rules } from "../domain/policy-fixture.ts";

/** The templates that are deployed. */
export const templates = loadTemplates(new URL("../../../functions/notices/templates/", import.meta.url));

/** A notice. Default: the warning of day 70 to the owner, an employee. Another ID makes it another kind of mail. */
export function notice(more: Partial<KeyNotice> = {}): KeyNotice {
  const id = more.id ?? { type: "stage", day: 70, outlook: "deactivation" };
  return {
    id,
    kind: kindOf(id),
    to: "anna.berg@example.com",
    as: "owner",
    audience: "current",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    userName: "anna.berg",
    createdOn: "2026-09-14",
    round: 0,
    age: 70,
    lastStageDay: 90,
    names: "2026-12-13",
    noticeDays: 10,
    daysLeft: 20,
    userType: "employee",
    lastUsed: { state: "used", on: "2026-11-22", service: "s3", region: "eu-central-1" },
    ...more,
  };
}

/** What a mail contains besides its notices. */
export const frame: NoticeMailFrame = {
  rules: rules(),
  style: { displayName: "Curfew", company: "Example Corp" },
  today: "2026-11-23",
};

/** The account that the notices are about. */
export const account: Account = { id: "100000000004", name: "Payments", path: [], state: "ACTIVE" };

/** The mail about these notices before it is rendered. */
export function mailOf(...notices: KeyNotice[]): NoticeMail {
  return { to: "anna.berg@example.com", account, notices };
}

/** The mail about these notices, with single spaces, as a reader sees its text and its HTML. */
export function bodiesOf(...notices: KeyNotice[]): string[] {
  const { text, html } = mailAbout(...notices);
  return [seenOf(text).trim(), wordsOf(html).trim()];
}

/** The mail about these notices. */
export function mailAbout(...notices: KeyNotice[]): RenderedMail {
  return renderNoticeMail(templates, mailOf(...notices), frame);
}

/** A key's other facts for a test: the user's second key, used yesterday. */
export const otherKey: OtherKey = {
  accessKeyId: "AKIAIOSFODNN7OTHERXY",
  status: "Active",
  createdOn: "2026-11-03",
  lastUsed: { state: "used", on: "2026-11-22", service: "s3", region: "eu-central-1" },
};

/** What a reader sees of a text mail, with single spaces: the joiner after an ellipsis has no width. */
export function seenOf(text: string): string {
  return text.replace(/(?<=…)\u2060/g, "").replace(/\s+/g, " ");
}

/** What a reader sees of an HTML mail: its words without elements, styles and entities. */
export function wordsOf(html: string): string {
  const named: Record<string, string> = {
    amp: "&",
    lt: "<",
    gt: ">",
    quot: '"',
    "#39": "'",
    "#x2F": "/",
    "#x3D": "=",
    "#x60": "`",
  };
  return html
    .replace(/<(style|title)>.*?<\/\1>/gs, " ")
    .replace(/<wbr>|<\/?span[^>]*>/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(#?\w+);/g, (whole, name: string) => named[name] ?? whole)
    .replace(/\s+/g, " ");
}
