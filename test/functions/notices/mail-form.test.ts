import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { InvalidInput } from "../../../functions/runtime/parse.ts";
import { checkTemplates } from "../../../infra/cdk/check-templates.ts";
import { policy } from "../domain/policy-fixture.ts";
import { digest, digestMail } from "./digest-fixture.ts";
import { mailAbout, notice, otherKey } from "./notice-fixture.ts";
import { ownTemplates } from "./template-fixture.ts";

const deactivated = notice({ id: { type: "deactivated", number: 1 }, names: undefined, otherKey });
const fallback = notice({ as: "fallback", because: [{ code: "noEmailTag" }], description: "<script>" });
const mails = [
  { what: "a notice", mail: mailAbout(notice()) },
  { what: "a mail about several keys", mail: mailAbout(notice(), deactivated, fallback) },
  { what: "a digest", mail: digestMail(digest()) },
];

it.each(mails)("$what loads nothing: it works offline and does not reveal that it was read", ({ mail }) => {
  const elements = mail.html.match(/<[^>]*>/g)?.join("") ?? "";

  expect(elements).not.toMatch(/<(img|link|script|iframe|svg|object)\b|\b(src|background)=/i);
  expect(elements).not.toMatch(/<(?!a )[^>]*\bhref=/i);
  expect(mail.html).not.toMatch(/url\(|@import/i);
});

it.each(mails)(
  "$what fits a phone, follows the dark mode, and has rows that screen readers can name",
  ({ mail }) => {
    expect(mail.html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
    expect(mail.html).toContain('<meta name="color-scheme" content="light dark">');
    expect(mail.html).toContain("@media (prefers-color-scheme: dark)");
    expect(mail.html).toContain('<html lang="en">');
    expect(mail.html.match(/<th (?!scope="(row|col)" align="left")/g)).toBeNull();
  },
);

it("has no link, in no notice", () => {
  for (const { mail } of mails.slice(0, 2)) {
    expect(mail.html).not.toMatch(/<a\b/i);
    expect(`${mail.html}${mail.text}`).not.toMatch(/https?:|www\.|mailto:/i);
  }
});

it("has the same numbers in text and HTML", () => {
  const { text, html } = mailAbout(notice());

  expect(text.match(/^ {2}\d\. /gm)).toEqual(["  1. ", "  2. ", "  3. ", "  4. "]);
  expect(html.match(/<li\b/g)).toHaveLength(4);
});

it("has a command that can be copied from HTML as from text", () => {
  const { text, html } = mailAbout(notice({ userName: "anna.berg@example.com" }));
  const commands = [...html.matchAll(/<code>(.*?)<\/code>/g)].map(([, inside = ""]) =>
    inside
      .replace(/<[^>]*>/g, "")
      .replace(/&quot;/g, '"')
      .replace(/&#x3D;/g, "=")
      .trim(),
  );

  expect(commands).toHaveLength(5);
  for (const command of commands) expect(text).toContain(`      ${command}\n`);
});

it("stops the synthesis if a template cannot be rendered, and names it", () => {
  const settings = { policy: policy() };

  expect(() => checkTemplates(settings)).not.toThrow();
  const check = () => checkTemplates(settings, fileURLToPath(ownTemplates({ "warning.subject": "{{hue}}" })));
  expect(check).toThrow(InvalidInput);
  expect(check).toThrow("warning.subject.mustache: undefined variable: hue");
  expect(() => checkTemplates(settings, "/nowhere")).toThrow(
    "mail.templates: there is no directory /nowhere",
  );
});
