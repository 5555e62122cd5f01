import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as z from "zod/mini";
import { dayOf } from "../../../functions/domain/calendar-day.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { previewMails, previewPage } from "../../../functions/notices/preview.ts";
import { CommandError } from "../shared/command-error.ts";
import { exitCodes } from "../shared/exit-codes.ts";

/** What is previewed, and where the files go. */
export interface PreviewRequest {
  readonly policy: Policy;
  /** Absolute; templates in it replace the built-in ones of the same name. */
  readonly ownTemplates: string | undefined;
  /** Absolute. */
  readonly directory: string;
  readonly now: Date;
}

/** A preview that was written. */
export const previewSchema = z.strictObject({
  /** The page that lists the mails. */
  page: z.string(),
  mails: z.array(
    z.strictObject({ name: z.string(), subject: z.string(), html: z.string(), text: z.string() }),
  ),
});
export type Preview = z.infer<typeof previewSchema>;

/** `curfew preview --json`. */
export const previewAnswerSchema = z.strictObject({ preview: previewSchema });

const builtIn = new URL("../../../functions/notices/templates/", import.meta.url);

/**
 * Renders every mail and writes each as HTML and as text, with a page that lists them.
 * @throws {CommandError} if the directory with templates does not exist, or a template cannot be rendered
 */
export function writePreview({ policy, ownTemplates, directory, now }: PreviewRequest): Preview {
  if (ownTemplates !== undefined && !existsSync(ownTemplates))
    throw new CommandError(exitCodes.badInput, `There is no directory ${ownTemplates}.`);
  const own = ownTemplates === undefined ? [] : [pathToFileURL(`${ownTemplates}/`)];
  const mails = rendered({ policy, templates: [builtIn, ...own], now });
  mkdirSync(directory, { recursive: true });
  const page = join(directory, "index.html");
  writeFileSync(page, previewPage(mails));
  return {
    page,
    mails: mails.map(({ name, subject, html, text }) => {
      const files = { html: join(directory, `${name}.html`), text: join(directory, `${name}.txt`) };
      writeFileSync(files.html, html);
      writeFileSync(files.text, text);
      return { name, subject, ...files };
    }),
  };
}

function rendered({ policy, templates, now }: { policy: Policy; templates: readonly URL[]; now: Date }) {
  try {
    return previewMails({ templates, rules: policy, style: policy.mail, today: dayOf(now) });
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(exitCodes.badInput, `A template cannot be rendered: ${message}`, { cause });
  }
}
