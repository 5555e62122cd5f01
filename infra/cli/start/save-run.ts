import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderInbox } from "../../sandbox/inbox/render-inbox.ts";
import type { SentMail } from "../../sandbox/services/ses/mail-accounts.ts";
import type { SampleRunOutcome } from "./run-sample.ts";

/** The files of a run. */
export interface SavedRun {
  readonly report: string;
  readonly mails: string;
}

/** Writes the report, its data and the mails of a run to a directory, and replaces what was in it. */
export function saveRun(
  directory: string,
  { json, csv, html }: SampleRunOutcome,
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
