import type { KeyNotice, NoticeMail } from "../../../functions/domain/notice-mail.ts";
import { loadTemplates } from "../../../functions/notices/load-templates.ts";
import { type RenderedMail, renderNoticeMail } from "../../../functions/notices/render-notice-mail.ts";

/** The templates that are deployed. */
export const templates = loadTemplates(new URL("../../../functions/notices/templates/", import.meta.url));

/** A notice: by default the warning of day 70 to an employee who was told in time. */
export function notice(more: Partial<KeyNotice> = {}): KeyNotice {
  return {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    userName: "anna.berg",
    noticeId: "day-70",
    kind: "warning",
    age: 70,
    createdOn: "2026-09-14",
    lastUsed: { state: "used", on: "2026-11-22", service: "s3", region: "eu-central-1" },
    rotateBeforeDay: 90,
    switchOffOn: "2026-12-13",
    ...more,
  };
}

/** What a mail says besides its notices. */
export const frame = { help: "the IT support team", runDay: "2026-11-23" };

/** The mail about these notices before it is rendered, in an account called Payments. */
export function mailOf(...notices: KeyNotice[]): NoticeMail {
  const account = { id: "100000000004", name: "Payments", path: [] };
  return { to: "anna.berg@example.com", account, notices };
}

/** The mail about these notices. */
export function mailAbout(...notices: KeyNotice[]): RenderedMail {
  return renderNoticeMail(templates, mailOf(...notices), frame);
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
    .replace(/<[^>]*>/g, " ")
    .replace(/&(#?\w+);/g, (whole, name: string) => named[name] ?? whole)
    .replace(/\s+/g, " ");
}
