import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TestBrowser, testBrowser } from "../../../support/browser/open-page.ts";
import { bigAccount } from "../big-run.ts";
import { pageOf } from "./sample-report.ts";

let browser: TestBrowser;
let page: Page;

const accounts = 2_500;
const keysEach = 4;

beforeAll(async () => {
  browser = await testBrowser();
  const results = Array.from({ length: accounts }, (_, index) => bigAccount(index + 1, keysEach));
  ({ page } = await browser.open(await pageOf({ results })));
  await page.locator("body[data-state=shown]").waitFor();
});
afterAll(() => browser.close());

const rows = (id: string) => page.locator(`#${id} tbody tr:not(.gap)`);
const status = () => page.locator("#keys [role=status]").textContent();

it("renders only the visible rows, and says how many there are", async () => {
  expect(await rows("keys").count()).toBeLessThan(60);
  expect(await rows("accounts").count()).toBeLessThan(60);
  expect(await page.locator("#accounts [role=status]").textContent()).toBe("2,500 accounts");
  expect(await status()).toMatch(/^9,9\d\d keys$/);
});

it("searches thousands of keys and sorts thousands of accounts", async () => {
  const search = page.getByLabel("Search keys");
  await search.fill("ben.2pp");
  await expect.poll(status).toMatch(/^1 of 9,9\d\d keys$/);
  await search.fill("");
  await expect.poll(status).toMatch(/^9,9\d\d keys$/);
  await page.locator("#accounts thead button").first().click();
  expect(await rows("accounts").locator("bdi").first().textContent()).toMatch(/^acme-ap-southeast-1-/);
});

it("scrolls to the last row by keyboard, past rows of different heights, and each row keeps its number", async () => {
  const last = Number(await page.locator("#keys table").getAttribute("aria-rowcount"));
  const frame = page.locator("#keys .frame");
  const inSight = (index: number) =>
    page.evaluate<boolean>(`(() => {
      const row = document.querySelector('#keys tr[aria-rowindex="${index}"]')?.getBoundingClientRect();
      const frame = document.querySelector("#keys .frame").getBoundingClientRect();
      return row !== undefined && row.top >= frame.top - 1 && row.bottom <= frame.bottom + 1;
    })()`);
  await frame.focus();
  await page.keyboard.press("End");
  await expect.poll(() => inSight(last)).toBe(true);
  await page.keyboard.press("PageUp");
  await expect.poll(() => inSight(last)).toBe(false);
  await page.keyboard.press("Home");
  await expect.poll(() => inSight(2)).toBe(true);
  expect(await rows("keys").count()).toBeLessThan(60);
});

it("prints the first 500 rows of a table, says how many are not printed, and then shows the same as before", async () => {
  const { page: printed } = await browser.open(await pageOf({ results: [bigAccount(1, 640)] }));
  await printed.locator("body[data-state=shown]").waitFor();
  const all = Number(await printed.locator("#keys table").getAttribute("aria-rowcount")) - 1;
  await printed.evaluate(`
    window.counts = [];
    const count = () => counts.push(document.querySelectorAll("#keys tbody tr").length);
    addEventListener("beforeprint", count);
    addEventListener("afterprint", count);
  `);
  await printed.pdf({ format: "A4" });
  const [during, after] = await printed.evaluate<number[]>("counts");
  expect(during).toBe(501);
  expect(after).toBeLessThan(60);
  await printed.emulateMedia({ media: "print" });
  await expect
    .poll(() => printed.locator("#keys tbody tr").last().textContent())
    .toBe(`${all - 500} more rows not printed; search before printing, or take report.csv.`);
  expect(await printed.getByLabel("Search keys").isVisible()).toBe(false);
});
