import { afterAll, beforeAll, expect, it } from "vitest";
import { barriersOf } from "../../support/browser/barriers.ts";
import { type TestBrowser, testBrowser } from "../../support/browser/open-page.ts";
import { digest, digestKey, digestMail } from "./digest-fixture.ts";
import { mailAbout, notice } from "./notice-fixture.ts";

let browser: TestBrowser;
beforeAll(async () => {
  browser = await testBrowser();
});
afterAll(() => browser.close());

const role = "arn:aws:iam::000000000014:role/curfew-member-with-a-name-that-nothing-breaks";
const mails = [
  { name: "a warning", mail: mailAbout(notice()) },
  {
    name: "a final warning to the fallback contact",
    mail: mailAbout(notice({ kind: "finalWarning", fallbackReason: `no address, ${"and ".repeat(40)}` })),
  },
  { name: "a reminder", mail: mailAbout(notice({ kind: "reminder", age: 390, userName: "x".repeat(64) })) },
  { name: "a deactivation", mail: mailAbout(notice({ kind: "deactivated", age: 90 })) },
  {
    name: "a restore",
    mail: mailAbout(notice({ kind: "restored", age: 93, restoreReason: `not yet, ${"and ".repeat(60)}` })),
  },
  {
    name: "a digest",
    mail: digestMail(
      digest({
        coverage: "incomplete",
        unreached: { rows: [{ id: "000000000014", name: "Legacy ERP", reason: `no ${role}` }], more: 0 },
        withheld: { rows: [digestKey()], more: 12 },
      }),
    ),
  },
];
const screens = [
  { on: "a light screen", options: { colorScheme: "light" } },
  { on: "a dark screen", options: { colorScheme: "dark" } },
  { on: "a phone", options: { viewport: { width: 375, height: 700 } } },
] as const;
const cases = mails.flatMap((mail) => screens.map((screen) => ({ ...mail, ...screen })));

it.each(cases)("can be read by anybody: $name on $on", async ({ mail, options }) => {
  const { page, complaints, requests } = await browser.open(mail.html, options);

  expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  // A mail is shown inside the page of a mail program, which has the landmarks and the first heading.
  expect(await barriersOf(page, ["region", "landmark-one-main", "page-has-heading-one"])).toEqual([]);
  expect([complaints, requests]).toEqual([[], []]);
});
