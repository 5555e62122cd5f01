import { plainTable, shortened } from "../shared/plain-table.ts";
import { shownPath } from "../shared/shown-path.ts";
import { count } from "../shared/words.ts";
import type { Preview } from "./load.ts";

/** `curfew preview`, as a terminal shows it: every subject, because owners open a mail for its subject. */
export function previewText({ page, mails }: Preview, workingDirectory: string): string {
  const subjects = new Map<string, number>();
  for (const mail of mails) {
    const subject = shortened(mail.subject, 70);
    subjects.set(subject, (subjects.get(subject) ?? 0) + 1);
  }
  return [
    plainTable({ head: ["subject", "mails"], align: "lr", rows: [...subjects] }),
    "",
    `${count(mails.length, "mail")} written. Open:`,
    `  ${shownPath(page, workingDirectory)}`,
  ].join("\n");
}
