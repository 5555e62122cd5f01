import { expect, it } from "vitest";
import { previewMails, previewPage } from "../../../functions/notices/preview.ts";
import { rules } from "../domain/policy-fixture.ts";
import { builtIn, ownTemplates } from "./template-fixture.ts";

const settings = {
  templates: [builtIn],
  rules: rules(),
  style: { displayName: "Curfew", company: "Example Corp" },
  today: "2026-11-29",
};
const mails = previewMails(settings);

it("renders a mail for each stage of each user type, and for the cases that need other words", () => {
  const names = mails.map(({ name }) => name);

  expect(names).toEqual(
    expect.arrayContaining([
      "employee-day-70",
      "employee-day-80",
      "employee-day-90-deactivated",
      "machine-day-70",
      "machine-day-90",
      "machine-day-120",
      "unknown-user-type-day-90",
      "first-and-final-warning",
      "final-warning-two-old-keys",
      "final-warning-to-fallback-contact",
      "restored",
      "exemption-malformed",
      "deactivation-withdrawn",
      "several-keys",
    ]),
  );
  expect(new Set(names).size).toBe(names.length);
  for (const { name, subject, text, html } of mails) {
    expect(name).toMatch(/^[\w-]+$/);
    for (const part of [subject, text, html]) expect(part).not.toBe("");
  }
});

it("shows a deployer's own texts", () => {
  const own = ownTemplates({ "warning.employee.70.subject": "Bitte {{key}} erneuern" });

  const [first] = previewMails({ ...settings, templates: [builtIn, own] });

  expect(first).toMatchObject({ name: "employee-day-70", subject: "Bitte …JJA3 erneuern" });
});

it("lists every mail on a page, with its subject escaped and links to its files", () => {
  const page = previewPage([...mails, { name: "odd", subject: '<b>"x"&', text: "", html: "" }]);

  for (const { name } of mails)
    for (const file of [`${name}.html`, `${name}.txt`]) expect(page).toContain(`href="${file}"`);
  expect(page).not.toContain("<b>");
  expect(page).toContain("&#60;b&#62;&#34;x&#34;&#38;");
});
