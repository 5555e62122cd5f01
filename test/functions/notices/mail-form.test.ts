import { expect, it } from "vitest";
import { loadTemplates } from "../../../functions/notices/load-templates.ts";
import { renderDigest } from "../../../functions/notices/render-digest.ts";
import { renderNoticeMail } from "../../../functions/notices/render-notice-mail.ts";
import { InvalidInput } from "../../../functions/runtime/parse.ts";
import { checkTemplates } from "../../../infra/cdk/check-templates.ts";
import { settingsWith } from "../../support/deployment-fixture.ts";
import { digest, digestMail } from "./digest-fixture.ts";
import { frame, mailAbout, mailOf, notice, wordsOf } from "./notice-fixture.ts";
import { templatesWith } from "./template-fixture.ts";

const hostile = {
  userName: '<img src="https://evil.test/x.png">',
  description: "</td></table><script>alert(1)</script>",
  fallbackReason: '"><a href="https://evil.test">here</a>',
};
const mails = [
  { what: "a notice", mail: mailAbout(notice(), notice({ kind: "deactivated" }), notice(hostile)) },
  { what: "a digest", mail: digestMail(digest()) },
];

it.each(mails)(
  "$what loads nothing from anywhere: it works offline and tells nobody it was read",
  ({ mail }) => {
    const elements = mail.html.match(/<[^>]*>/g)?.join("") ?? "";

    expect(elements).not.toMatch(/<(img|link|script|iframe|svg|object)\b|\b(src|href|background)=/i);
    expect(mail.html).not.toMatch(/url\(|@import/i);
  },
);

it.each(mails)(
  "$what fits a phone, follows the dark mode, and has rows that screen readers can name",
  ({ mail }) => {
    expect(mail.html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(mail.html).toContain('<meta name="color-scheme" content="light dark">');
    expect(mail.html).toContain("@media (prefers-color-scheme: dark)");
    expect(mail.html).toContain('<html lang="en">');
    expect(mail.html.match(/<th /g)).toEqual(
      mail.html.match(/<th scope="row" align="left"/g)?.map(() => "<th "),
    );
  },
);

it("escapes what AWS says for HTML, and leaves it readable", () => {
  const { html, text } = mailAbout(notice(hostile));

  expect(html).not.toContain("<script");
  for (const body of [text.replace(/\s+/g, " "), wordsOf(html)])
    for (const value of Object.values(hostile)) expect(body).toContain(value);
});

it("has no control character in the subject, whatever the user is called", () => {
  const { subject } = mailAbout(notice({ userName: "anna\r\nBcc: everyone@evil.test\u2028\u202e" }));

  expect(subject).toBe(
    "Access key …MPLE of anna Bcc: everyone@evil.test is 70 days old (Payments, 100000000004)",
  );
});

it("renders a deployer's own words", () => {
  const own = loadTemplates(templatesWith("warning", "Bitte bis zum {{ switchOffOn }} erneuern."));

  expect(own.render("warning", { switchOffOn: "13. Dezember" })).toBe("Bitte bis zum 13. Dezember erneuern.");
});

it.each([
  { changed: "warning.day-80", noticeId: "day-80", kind: "warning" },
  { changed: "reminder.day-120", noticeId: "day-120-stays-on", kind: "reminder" },
] as const)(
  "uses a deployer's own words for one stage, $changed, for no other",
  ({ changed, noticeId, kind }) => {
    const own = loadTemplates(templatesWith(changed, "Stage {{ stageDay }}, day {{ age }}."));
    const firstLine = (about: Parameters<typeof notice>[0]) =>
      renderNoticeMail(own, mailOf(notice(about)), frame).text.split("\n")[0];

    expect(firstLine({ noticeId, kind, age: 123 })).toBe(`Stage ${noticeId.match(/\d+/)}, day 123.`);
    expect(firstLine({ noticeId: "day-70", kind, age: 123 })).toContain("Today is the 123rd day");
  },
);

it("makes one line of a subject, though a deployer's template has two", () => {
  const twoLines = "Curfew\r\nBcc: everyone@evil.test";
  const own = (name: string) => loadTemplates(templatesWith(name, twoLines));

  for (const { subject } of [
    renderNoticeMail(own("notice.subject"), mailOf(notice()), frame),
    renderDigest(own("digest.subject"), digest()),
  ])
    expect(subject).toBe("Curfew Bcc: everyone@evil.test");
});

it("tries the texts that are deployed, with every stage of the settings", () => {
  expect(() => checkTemplates(settingsWith())).not.toThrow();
});

it.each([
  ["warning", "Day {{ agge }}", "warning.mustache: undefined variable: agge"],
  ["warning.day-80", "Day {{ agge }}", "warning.day-80.mustache: undefined variable: agge"],
  ["deactivated", "{{#age}}", 'deactivated.mustache: Unclosed section "age"'],
  ["notice.html", "{{#notices}}{{ hue }}{{/notices}}", "notice.html.mustache: undefined variable: hue"],
  ["digest.text", "{{ totals.keyz }}", "digest.text.mustache: undefined variable: totals.keyz"],
  ["reminder", "{{^description}}{{ hue }}{{/description}}", "reminder.mustache: undefined variable: hue"],
  ["notice.text", "{{#only}}{{^fallbackReason}}{{ hue }}{{/fallbackReason}}{{/only}}", "variable: hue"],
  [
    "finalWarning",
    "{{^switchOffOn}}{{ hue }}{{/switchOffOn}}",
    "finalWarning.mustache: undefined variable: hue",
  ],
  ["restored", "{{^restoreReason}}{{ hue }}{{/restoreReason}}", "restored.mustache: undefined variable: hue"],
  ["digest.text", "{{^sections}}{{ hue }}{{/sections}}", "digest.text.mustache: undefined variable: hue"],
  ["warming", "Day", "no mail uses the template warming"],
  ["finalWarning.day-90", "Day", "no mail uses the template finalWarning.day-90"],
])("stops the synthesis over %s that says %j", (changed, source, message) => {
  const check = () => checkTemplates(settingsWith(), templatesWith(changed, source));

  expect(check).toThrow(InvalidInput);
  expect(check).toThrow(message);
});

it("refuses a template that names a value that is not there, rather than leave a gap in a mail", () => {
  const own = loadTemplates(templatesWith("warning", "Day {{ agge }}"));

  expect(() => own.render("warning", { age: 70 })).toThrow(/undefined variable: agge/);
});

it("refuses to load a template that cannot be parsed", () => {
  expect(() => loadTemplates(templatesWith("notice.text", "{{#only}}{{/first}}"))).toThrow(/notice\.text/);
});
