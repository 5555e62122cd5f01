import type { Day } from "../domain/calendar-day.ts";
import type { AccountRules, MailStyle } from "../domain/policy.ts";
import { loadTemplates } from "./load-templates.ts";
import { type RenderedMail, renderNoticeMail } from "./render-notice-mail.ts";
import { sampleAccount, sampleMails } from "./sample-notices.ts";

/** What a preview shows: the texts of a deployment, under its policy. */
export interface PreviewSettings {
  /** The built-in templates, then those of the deployer. */
  readonly templates: readonly URL[];
  readonly rules: AccountRules;
  readonly style: MailStyle;
  readonly today: Day;
}

/** One mail of a preview; `name` is fit for a file name. */
export interface PreviewedMail extends RenderedMail {
  readonly name: string;
}

/**
 * Renders every kind of notice mail with invented facts.
 * @throws an error that names the template that cannot be rendered
 */
export function previewMails({ templates, rules, style, today }: PreviewSettings): PreviewedMail[] {
  const loaded = loadTemplates(...templates);
  return sampleMails({ rules, today }).map(({ name, notices }) => ({
    name: name.replace(/[^\w-]/gu, "-"),
    ...renderNoticeMail(
      loaded,
      { to: "anna.berg@example.com", account: sampleAccount, notices },
      { rules, style, today },
    ),
  }));
}

/** A page that lists the mails of a preview, with links to `<name>.html` and `<name>.txt` beside it. */
export function previewPage(mails: readonly PreviewedMail[]): string {
  const rows = mails.map(
    ({ name, subject }) =>
      `<li><a href="${name}.html">${escaped(subject)}</a><br><small>${escaped(name)} · <a href="${name}.txt">plain text</a> · ${[...subject].length} characters</small></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Curfew: preview of the mails</title>
<style>
  :root { color-scheme: light dark; }
  body { max-width: 640px; margin: 0 auto; padding: 16px; font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
  li { margin: 0 0 10px; }
</style>
</head>
<body>
<main>
<h1>Preview of the mails</h1>
<p>Every kind of mail, with invented facts. Nothing was sent.</p>
<ol>
${rows.join("\n")}
</ol>
</main>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
