import { readFileSync } from "node:fs";
import Mustache from "mustache";

/** A mail as the embedded cloud's SES accepted it. */
export interface InboxMail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
}

const template = readFileSync(new URL("./inbox.mustache", import.meta.url), "utf8");

/** All mails of a run on one page; each mail's own HTML is shown in a frame that may run nothing. */
export function renderInbox(mails: readonly InboxMail[], sender: string): string {
  return Mustache.render(template, {
    mails: mails.map((mail, index) => ({ ...mail, isFirst: index === 0 })),
    count: mails.length,
    isOne: mails.length === 1,
    sender,
  });
}
