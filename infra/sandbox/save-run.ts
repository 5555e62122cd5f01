import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderInbox } from "./inbox/render-inbox.ts";
import type { RunOutcome } from "./run-once.ts";
import type { SentMail } from "./services/ses/mail-accounts.ts";

/** Where the files of a run lie, by what they are. */
export interface SavedRun {
  readonly report: string;
  readonly mails: string;
}

/** Writes what a run left behind to a directory: report and mails as pages, the report's data beside them. */
export function saveRun(
  directory: string,
  { json, csv, html }: RunOutcome,
  mails: readonly SentMail[],
): SavedRun {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const file = (name: string) => join(directory, name);
  if (json !== undefined) writeFileSync(file("report.json"), json);
  if (csv !== undefined) writeFileSync(file("report.csv"), csv);
  if (html !== undefined) writeFileSync(file("report.html"), html);
  const shown = mails.map((mail) => ({ to: mail.to, subject: mail.subject, html: mail.html ?? "" }));
  writeFileSync(file("mails.html"), renderInbox(shown, mails[0]?.from ?? "Curfew"));
  return { report: file("report.html"), mails: file("mails.html") };
}
