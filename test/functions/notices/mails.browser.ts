import { afterAll, beforeAll, expect, it } from "vitest";
import { previewMails } from "../../../functions/notices/preview.ts";
import { barriersOf } from "../../support/browser/barriers.ts";
import { type TestBrowser, testBrowser } from "../../support/browser/open-page.ts";
import { rules } from "../domain/policy-fixture.ts";
import { digest, digestKey, digestMail } from "./digest-fixture.ts";
import { mailAbout, notice } from "./notice-fixture.ts";
import { builtIn } from "./template-fixture.ts";

let browser: TestBrowser;
beforeAll(async () => {
  browser = await testBrowser();
});
afterAll(() => browser.close());

const role = "arn:aws:iam::000000000014:role/curfew-member-with-a-name-that-nothing-breaks";
/** Mails that differ in form. All others differ only in words. */
const forms = [
  "employee-day-80",
  "employee-day-90-deactivated",
  "final-warning-two-old-keys",
  "final-warning-to-fallback-contact",
  "restored-to-security-contact",
  "exemption-malformed",
  "several-keys",
];
const previewed = previewMails({
  templates: [builtIn],
  rules: rules(),
  style: { displayName: "Curfew", company: "Example Corp" },
  today: "2026-11-29",
});
const mails = [
  ...forms.map((name) => ({ name, html: previewed.find((mail) => mail.name === name)?.html ?? "" })),
  {
    name: "a notice with names as long as they can be",
    html: mailAbout(notice({ userName: "x".repeat(64), description: "y".repeat(256) })).html,
  },
  {
    name: "a digest",
    html: digestMail(
      digest({
        coverage: "incomplete",
        totals: { awaitingApproval: 13 },
        unreachable: { rows: [{ id: "000000000014", name: "Legacy ERP", reason: `no ${role}` }], more: 0 },
        keys: { awaitingApproval: { rows: [digestKey()], more: 12 } },
      }),
    ).html,
  },
];
const screens = [
  { on: "a light screen", options: { colorScheme: "light" } },
  { on: "a dark screen", options: { colorScheme: "dark" } },
  { on: "a phone", options: { viewport: { width: 375, height: 700 } } },
] as const;
const cases = mails.flatMap((mail) => screens.map((screen) => ({ ...mail, ...screen })));

it.each(cases)("can be read by anybody: $name on $on", async ({ html, options }) => {
  const { page, complaints, requests } = await browser.open(html, options);

  expect(html).toContain("<title>");
  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  // A mail is shown inside the page of a mail program, which has the landmarks and the first heading.
  expect(await barriersOf(page, ["region", "landmark-one-main", "page-has-heading-one"])).toEqual([]);
  expect([complaints, requests]).toEqual([[], []]);
});
