import { readFileSync } from "node:fs";
import { Liquid } from "liquidjs";

/** A mail as the embedded cloud's SES accepted it. */
export interface InboxMail {
  readonly to: string;
  readonly subject: string;
  readonly html: string;
}

const engine = new Liquid({ outputEscape: "escape", strictVariables: true, strictFilters: true });
const template = engine.parse(readFileSync(new URL("./inbox.liquid", import.meta.url), "utf8"));

/** All mails of a run on one page; each mail's own HTML is shown in a frame that may run nothing. */
export async function renderInbox(mails: readonly InboxMail[], sender: string): Promise<string> {
  return String(await engine.render(template, { mails, sender }));
}
