import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { RunReport } from "../../../../statemachine/run-report.ts";
import { type TestBrowser, testBrowser } from "../../../support/browser/open-page.ts";
import { reportHtml } from "./report-html.ts";
import { accountRow, keyRow } from "./report-page-fixture.ts";
import { wholeReport } from "./whole-report.ts";

let browser: TestBrowser;
let page: Page;

/** The largest Organization that AWS allows, and a first run in it. */
function bigReport(): RunReport {
  return wholeReport({
    accounts: Array.from({ length: 50_000 }, (_, index) =>
      accountRow(index, { oldestActiveKeyAge: (index * 7919) % 900 }),
    ),
    keys: Array.from({ length: 20_000 }, (_, index) => {
      const key = keyRow(index);
      const reason = index % 3 === 0 ? "its owner has not been told yet, so it stays on ".repeat(4) : "due";
      return { ...key, decision: { ...key.decision, age: 70 + ((index * 31) % 800), reason } };
    }),
    upcoming: [
      {
        on: "2026-11-25",
        notices: 50_000,
        deactivations: 0,
        accounts: Array.from({ length: 50_000 }, (_, index) => [String(index).padStart(12, "0"), 1, 0]),
      },
    ],
  });
}

beforeAll(async () => {
  browser = await testBrowser();
  ({ page } = await browser.open(await reportHtml(bigReport())));
});
afterAll(() => browser.close());

const rows = (id: string) => page.locator(`#${id} tbody tr:not(.gap)`);

it("has only those rows in the page that are in sight, and says how many there are", async () => {
  expect(await rows("keys").count()).toBeLessThan(60);
  expect(await rows("accounts").count()).toBeLessThan(60);
  expect(await page.locator("#keys table").getAttribute("aria-rowcount")).toBe("20001");
  expect(await page.locator("#accounts [role=status]").textContent()).toBe("50,000 accounts");
});

it("searches 20,000 keys and sorts 50,000 accounts", async () => {
  const search = page.locator("#keys input").first();

  await search.fill("payments user-1999");
  expect(await page.locator("#keys [role=status]").textContent()).toBe("11 of 20,000 keys");
  await search.fill("");
  await page.locator("#accounts thead button").first().click();
  expect(await rows("accounts").locator("bdi").first().textContent()).toBe("Account 0");
});

it("scrolls to the last row by keyboard, over rows of different heights, and each row keeps its number", async () => {
  const frame = page.locator("#keys .frame");
  const inSight = (index: number) =>
    page.evaluate<boolean>(`(() => {
      const row = document.querySelector('#keys tr[aria-rowindex="${index}"]')?.getBoundingClientRect();
      const frame = document.querySelector("#keys .frame").getBoundingClientRect();
      return row !== undefined && row.top >= frame.top - 1 && row.bottom <= frame.bottom + 1;
    })()`);
  await frame.focus();

  await page.keyboard.press("End");
  await expect.poll(() => inSight(20_001)).toBe(true);
  await page.keyboard.press("PageUp");
  await expect.poll(() => inSight(20_001)).toBe(false);
  await page.keyboard.press("Home");
  await expect.poll(() => inSight(2)).toBe(true);

  expect(await rows("keys").count()).toBeLessThan(60);
});

it("prints the first 500 rows of a table, says how many are left out, and is as before afterwards", async () => {
  const { page: printed } = await browser.open(
    await reportHtml(wholeReport({ keys: bigReport().keys.slice(0, 600) })),
  );
  await printed.evaluate(`
    window.counts = [];
    const count = () => counts.push(document.querySelectorAll("#keys tbody tr").length);
    addEventListener("beforeprint", count);
    addEventListener("afterprint", count);
  `);

  const pdf = await printed.pdf({ format: "A4" });

  const [during, after] = await printed.evaluate<number[]>("counts");
  expect(during).toBe(501);
  expect(after).toBeLessThan(60);
  const pages = pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(10);
  await printed.emulateMedia({ media: "print" });
  await expect
    .poll(() => printed.locator("#keys tbody tr").last().textContent())
    .toBe("100 more rows not printed; search before printing, or take report.csv.");
  expect(await printed.getByLabel("Search keys").isVisible()).toBe(false);
});
