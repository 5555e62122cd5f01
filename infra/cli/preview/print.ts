import { relative } from "node:path";
import { plainTable, shortened } from "../shared/plain-table.ts";
import { count } from "../shared/words.ts";
import type { Preview } from "./load.ts";

/** `curfew preview`, as a terminal shows it. */
export function previewText({ page, mails }: Preview, workingDirectory: string): string {
  return [
    plainTable({
      head: ["mail", "subject"],
      align: "ll",
      rows: mails.map(({ name, subject }) => [shortened(name, 26), shortened(subject, 50)]),
    }),
    "",
    `${count(mails.length, "mail")} written. Open:`,
    `  ${relative(workingDirectory, page) || page}`,
  ].join("\n");
}
