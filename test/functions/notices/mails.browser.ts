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
const mails = [
  ...previewMails({
    templates: [builtIn],
    rules: rules(),
    style: { displayName: "Curfew", company: "Example Corp" },
    today: "2026-11-29",
  }).map(({ name, html }) => ({ name, html })),
  {
    name: "a notice with names as long as they can be",
    html: mailAbout(notice({ userName: "x".repeat(64), description: "y".repeat(256) })).html,
  },
  {
    name: "a digest",
    html: digestMail(
      digest({
        coverage: "incomplete",
        unreached: { rows: [{ id: "000000000014", name: "Legacy ERP", reason: `no ${role}` }], more: 0 },
        withheld: { rows: [digestKey()], more: 12 },
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

  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  // A mail is shown inside the page of a mail program, which has the landmarks and the first heading.
  expect(await barriersOf(page, ["region", "landmark-one-main", "page-has-heading-one"])).toEqual([]);
  expect([complaints, requests]).toEqual([[], []]);
});
