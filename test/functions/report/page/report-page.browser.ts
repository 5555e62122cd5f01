import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { barriersOf } from "../../../support/browser/barriers.ts";
import { type TestBrowser, testBrowser } from "../../../support/browser/open-page.ts";
import { account, accountResult, keyResult } from "../result-fixture.ts";
import { builtPage, pageOf, sample } from "./sample-report.ts";

let browser: TestBrowser;
let html: string;
beforeAll(async () => {
  browser = await testBrowser();
  html = await pageOf(sample());
});
afterAll(() => browser.close());

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true } as const;
const users = (page: Page) => page.locator("#keys tbody th bdi").allTextContents();
const status = (page: Page) => page.locator("#keys [role=status]");

/** The page, once its data is unpacked and shown. */
async function opened(text: string, options = {}) {
  const open = await browser.open(text, options);
  open.page.setDefaultTimeout(20_000);
  await open.page.locator("body[data-state=shown]").waitFor();
  return open;
}

it.each([
  { as: "in the light theme", options: { colorScheme: "light" } },
  { as: "in the dark theme", options: { colorScheme: "dark" } },
  { as: "at the width of a phone", options: phone },
] as const)(
  "shows every section $as, requests nothing from the network, and passes axe-core",
  async ({ options }) => {
    const { page, complaints, requests } = await opened(html, options);
    expect(await page.locator("h1").textContent()).toBe("Monday 23 November 2026");
    for (const id of ["root-keys", "keys", "on-hold", "forecast", "totals", "undeliverable", "accounts"])
      expect(await page.locator(`#${id} tbody tr`).count(), id).toBeGreaterThan(0);
    expect(await page.locator("#ages svg rect").count()).toBeGreaterThan(10);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await page.getByText("The same as a table").click();
    expect(await barriersOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
  },
);

it("begins with coverage, keys compliant, overdue, due in 14 days, and the change since both earlier runs", async () => {
  const { page } = await opened(html);
  const figures = await page.locator("#figures > div").allTextContents();
  expect(figures[0]).toBe("Accounts covered12 of 13");
  expect(figures[1]).toMatch(/^Keys compliant[\d.]+ %.*points since 2026-11-22.*points since 2026-10-24$/);
  expect(figures.slice(2).map((text) => text.replace(/[\d±+\u2212].*/, ""))).toEqual([
    "Keys overdue",
    "Deactivations in ",
    "Notices in ",
  ]);
  expect(await page.locator("#coverage").textContent()).toContain("1 of 13 accounts not fully evaluated");
});

it("shows what needs action first, also on a phone", async () => {
  const { page } = await opened(html, phone);
  expect(await page.locator("main section h2").first().textContent()).toBe("Needs a decision or an action");
  expect((await page.locator("#actions li").allTextContents()).slice(0, 4)).toEqual([
    '3 keys waiting for your approval. curfew approve daily-1 --reason "…"',
    "1 root user with an access key.",
    "1 unreachable account.",
    "1 deactivation failed.",
  ]);
});

it("lists keys that are overdue for more than 30 days first, the longest first, and then what failed", async () => {
  const { page } = await opened(html);
  expect((await users(page)).slice(0, 5)).toEqual(["user-20", "user-23", "user-21", "user-24", "user-30"]);
});

it.each([
  [/overdue for more than 30 days/, ["user-20", "user-23", "user-21", "user-24"]],
  [/deactivation failed/, ["user-30"]],
])("filters the keys with a click on the line %s", async (line, expected) => {
  const { page } = await opened(html);
  await page.locator("#actions").getByRole("link", { name: line }).click();
  await expect.poll(() => users(page)).toEqual(expected);
  expect(await page.evaluate("location.hash")).toBe("#keys-title");
});

it("says for each key who owns it, when it was last used, why it is in its state, what to do and what comes next", async () => {
  const { page } = await opened(html);
  await page.getByLabel("Search keys").fill("user-23");
  await expect.poll(() => status(page).textContent()).toBe("1 of 54 keys");
  const row = await page.locator("#keys tbody tr").textContent();
  for (const text of [
    "owner-23@example.com",
    "2026-11-20",
    "s3, eu-central-1",
    "Other key …0024: Active",
    "On hold",
    'Unknown user type: found "contractor"',
    "Set the user type tag to a value that settings.yaml knows.",
  ])
    expect(row).toContain(text);
});

it.each([
  ["a user", "user-21"],
  ["a whole key ID", "AKIA0000000000000021"],
  ["the last four characters", "0021"],
  ["the last four characters as mails print them", "…0021"],
  ["the last four characters with three dots", "...0021"],
  ["the name of the account and a user", "legacy erp user-21"],
  ["the ID of the account and a user", "000000000001 user-21"],
])("finds a key by %s", async (_, search) => {
  const { page } = await opened(html);
  await page.getByLabel("Search keys").fill(search);
  await expect.poll(() => users(page)).toEqual(["user-21"]);
});

it("says so if nothing matches", async () => {
  const { page } = await opened(html);
  await page.getByLabel("Search keys").fill("no such key");
  await expect.poll(() => status(page).textContent()).toBe("No match among 54 keys");
  expect(await page.getByText("No key matches.").isVisible()).toBe(true);
  expect(await page.locator("#keys table").isVisible()).toBe(false);
});

it.each([
  ["Show", "Never used (1)", ["user-21"]],
  ["Show", "Overdue (9)", undefined],
  ["Show", "On hold: the exemption tag cannot be read (1)", ["user-20"]],
  ["Show", "Waiting to be deactivated (3)", ["user-34", "user-33", "user-32"]],
  ["OU", "Sales (ou-a1b2-22222220) (16)", undefined],
] as const)("filters the keys by %s: %s", async (label, option, expected) => {
  const { page } = await opened(html);
  await page.locator("#keys").getByLabel(label, { exact: true }).selectOption({ label: option });
  const count = /\((\d+)\)$/.exec(option)?.[1];
  await expect.poll(() => status(page).textContent()).toBe(`${count} of 54 keys`);
  if (expected !== undefined) expect(await users(page)).toEqual(expected);
});

it("combines filters with the owner's field", async () => {
  const { page } = await opened(html);
  await page.locator("#keys").getByLabel("Show", { exact: true }).selectOption({ label: "On hold (5)" });
  await page.getByLabel("Owner", { exact: true }).fill("owner-22");
  await expect.poll(() => users(page)).toEqual(["user-22"]);
});

it("groups keys on hold by cause with the value found, and says what the plan did", async () => {
  const { page } = await opened(html);
  expect(await page.locator("#on-hold tbody").textContent()).toContain(
    'The exemption tag cannot be read: found "please"',
  );
  expect(await page.locator("#plan li").allTextContents()).toEqual([
    "2 keys: planned for today",
    "3 keys: waiting for an approval of the plan",
  ]);
  expect(await page.locator("#undeliverable tbody").textContent()).toContain("fallback contact");
});

it("is usable without a mouse: skips to the report, and sorts by a column and back", async () => {
  const { page } = await opened(html);
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the report");
  await page.keyboard.press("Enter");
  expect(await page.evaluate("document.activeElement.id")).toBe("main");
  const age = page.locator("#keys").getByRole("columnheader", { name: "Age" });
  await age.getByRole("button").focus();
  await page.keyboard.press("Enter");
  expect(await age.getAttribute("aria-sort")).toBe("descending");
  expect((await users(page))[0]).toBe("user-20");
  await page.keyboard.press("Space");
  expect(await age.getAttribute("aria-sort")).toBe("ascending");
});

it("keeps paper white in the dark theme, and prints the sum of the forecast once", async () => {
  const { page } = await opened(html, { colorScheme: "dark" });
  const background = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
  expect(await background()).toBe("rgb(18, 24, 30)");
  await page.emulateMedia({ media: "print" });
  expect(await background()).toBe("rgb(255, 255, 255)");
  expect(await page.evaluate(`getComputedStyle(document.querySelector("#forecast tfoot")).display`)).toBe(
    "table-row-group",
  );
});

it("shows hostile names as text: they do not run, and do not change the text direction around them", async () => {
  const script = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
  const hostile = keyResult(
    1,
    { age: 95, state: "onHold", reason: { code: "unknownUserType", found: `\u202Eevil ${script}` } },
    { facts: { userName: script, tags: { email: script, userType: script } } },
  );
  const { page, complaints, requests } = await opened(
    await pageOf({
      results: [accountResult(1, { account: { ...account(1), name: script }, results: [hostile] })],
    }),
  );
  expect(await users(page)).toEqual([script]);
  expect(await page.locator("#keys tbody").textContent()).toContain(
    `Unknown user type: found "evil ${script}"`,
  );
  expect(await page.locator("img, script:not([type])").count()).toBe(1);
  expect(complaints).toEqual([]);
  expect(requests).toEqual([]);
});

it("runs no script that got into the page anyway", async () => {
  const { page, complaints } = await opened(await pageOf({ results: [accountResult(1)] }));
  const refused = page.evaluate(`
    const injected = document.createElement("script");
    injected.textContent = "document.title = 'taken over'";
    document.body.append(injected);
  `);
  await expect(refused).rejects.toThrow("TrustedScript");
  expect(await page.title()).toBe("Curfew run of 2026-11-23");
  expect(complaints.join()).toContain("TrustedScript");
});

it("says so if there is nothing to show", async () => {
  const { page, complaints } = await opened(await pageOf({ results: [accountResult(1)] }));
  expect(await page.locator("#actions p").textContent()).toBe("Nothing needs a decision or an action.");
  expect(await page.locator("#keys p").textContent()).toBe("No key is past its first stage.");
  expect(await page.locator("#unreachable p").textContent()).toBe("Every account was evaluated.");
  expect(await page.locator("#forecast tbody tr").count()).toBe(14);
  expect(complaints).toEqual([]);
});

it("says so if its data cannot be read, instead of showing an empty report", async () => {
  const { page, complaints } = await browser.open(
    builtPage.replace('id="run-report">', () => 'id="run-report">bm90IGd6aXA='),
  );
  await expect.poll(() => page.getByRole("alert").textContent()).toContain("This report cannot be shown: ");
  expect(complaints).not.toEqual([]);
});
