import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { barriersOf } from "../../../support/browser/barriers.ts";
import { type TestBrowser, testBrowser } from "../../../support/browser/open-page.ts";
import { pageWithData, reportHtml } from "./report-html.ts";
import { accountRow, keyRow, runReport } from "./report-page-fixture.ts";
import { wholeReport } from "./whole-report.ts";

let browser: TestBrowser;
beforeAll(async () => {
  browser = await testBrowser();
});
afterAll(() => browser.close());

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true } as const;
const users = (page: Page) => page.locator("#keys tbody th bdi").allTextContents();
const status = (page: Page) => page.locator("#keys [role=status]");

it.each([
  { as: "in the light theme", options: { colorScheme: "light" } },
  { as: "in the dark theme", options: { colorScheme: "dark" } },
  { as: "at the width of a phone", options: phone },
] as const)(
  "shows every section $as, asks nothing of the network and complains of nothing",
  async ({ options }) => {
    const { page, complaints, requests } = await browser.open(await reportHtml(wholeReport()), options);

    expect(await page.locator("h1").textContent()).toBe("Monday 23 November 2026");
    for (const id of [
      "totals",
      "ages",
      "keys",
      "forecast",
      "accounts",
      "unreached",
      "not-onboarded",
      "left-out",
    ])
      expect(await page.locator(`#${id} tbody tr`).count(), id).toBeGreaterThan(0);
    expect(await page.locator("#ages svg rect").count()).toBeGreaterThan(10);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
  },
);

it.each([
  { as: "in the light theme", options: { colorScheme: "light" } },
  { as: "in the dark theme", options: { colorScheme: "dark" } },
  { as: "at the width of a phone", options: phone },
] as const)("puts no barrier before anybody $as", async ({ options }) => {
  const rootKeys = [{ id: "000000000001", name: "Payments", reason: "its root user has an active key" }];
  const { page } = await browser.open(await reportHtml(wholeReport({ rootKeys })), options);
  await page.getByText("The same as a table").click();

  expect(await barriersOf(page)).toEqual([]);
});

it("leads to the root keys from the top where there are any, and says nothing of them where there are none", async () => {
  const rootKeys = [{ id: "000000000001", name: "Payments", reason: "its root user has an active key" }];
  const { page } = await browser.open(await reportHtml(wholeReport({ rootKeys })));
  const { page: without } = await browser.open(await reportHtml(wholeReport()));
  const first = page.getByRole("navigation").getByRole("link").first();

  expect(await first.textContent()).toBe("Root keys");
  await first.click();
  expect(page.url()).toMatch(/#root-keys-title$/);
  expect(await without.getByText(/root/i).filter({ visible: true }).count()).toBe(0);
});

it("turns its colours round in the dark theme, and keeps paper white", async () => {
  const { page } = await browser.open(await reportHtml(wholeReport()), { colorScheme: "dark" });
  const background = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");

  expect(await background()).toBe("rgb(18, 24, 30)");
  await page.emulateMedia({ media: "print" });
  expect(await background()).toBe("rgb(255, 255, 255)");
});

it("prints the sum of the forecast once, at its end, instead of at the foot of each page", async () => {
  const { page } = await browser.open(await reportHtml(wholeReport()));
  await page.emulateMedia({ media: "print" });

  expect(await page.evaluate(`getComputedStyle(document.querySelector("#forecast tfoot")).display`)).toBe(
    "table-row-group",
  );
});

it("tells what changed since the last run, and marks what must not happen", async () => {
  const { page } = await browser.open(await reportHtml(wholeReport()));
  const line = (title: string) => page.getByRole("row", { name: title, exact: false }).first();

  expect(await line("Active keys").textContent()).toBe("Active keys3033\u22123");
  expect(await line("Accounts not reached").getAttribute("class")).toBe("grave");
  expect(await line("Users").getAttribute("class")).toBeNull();
});

it("is read without a mouse: skips to the report, searches, and sorts by a column and back", async () => {
  const { page } = await browser.open(await reportHtml(wholeReport()));

  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the report");
  await page.keyboard.press("Enter");
  expect(await page.evaluate("document.activeElement.id")).toBe("main");

  const age = page.locator("#keys").getByRole("columnheader", { name: "Age" });
  expect(await age.getAttribute("aria-sort")).toBe("descending");
  expect((await users(page)).slice(0, 2)).toEqual(["user-1", "user-2"]);
  await age.getByRole("button").focus();
  await page.keyboard.press("Enter");
  expect(await age.getAttribute("aria-sort")).toBe("ascending");
  expect((await users(page)).slice(0, 2)).toEqual(["user-5", "user-6"]);
  await page.keyboard.press("Space");
  expect(await age.getAttribute("aria-sort")).toBe("descending");

  await page.getByLabel("Search keys").focus();
  await page.keyboard.type("user-1 exempt");
  expect(await users(page)).toEqual(["user-1"]);
  expect(await status(page).textContent()).toBe("1 of 12 keys");
});

it("narrows the keys to those of one kind, with their number in the choice", async () => {
  const { page } = await browser.open(await reportHtml(wholeReport()));

  await page.getByLabel("Show").selectOption({ label: "Failed (1)" });

  expect(await users(page)).toEqual(["user-4"]);
  expect(await page.locator("#keys tbody").textContent()).toContain("not deactivated: gone");
});

it("is a table to a screen reader also where a phone shows cards", async () => {
  const { page } = await browser.open(await reportHtml(wholeReport()), phone);
  const keys = page.getByRole("table", { name: "Keys due, withheld and exempt" });
  const reason = await keys.getByRole("cell", { name: "stays on" }).boundingBox();

  expect(reason?.width).toBeGreaterThan(300);
  expect(await keys.getByRole("columnheader").allTextContents()).toEqual([
    "User",
    "Account",
    "Age",
    "Status",
    "Reason",
    "Next",
  ]);
  expect(await keys.getByRole("rowheader").count()).toBe(12);
  expect(await keys.getByRole("cell").count()).toBe(12 * 5);
});

it("says in words what the chart shows, and has its figures as a table", async () => {
  const { page } = await browser.open(await reportHtml(wholeReport()));
  const chart = page.getByRole("img", { name: /^Ages of 30 active keys, with the stages at day 70, 80, 90/ });

  expect(await chart.count()).toBe(1);
  await page.getByText("The same as a table").click();
  const figures = page.getByRole("table", { name: "Key ages" });
  expect(await figures.getByRole("row", { name: "70 to 79" }).textContent()).toBe("70 to 795");
  expect(await figures.getByRole("row", { name: "365 and more" }).textContent()).toBe("365 and more9");
});

it("shows hostile names as text: nothing of them runs, and they turn nothing beside them round", async () => {
  const script = "</script><script>alert(1)</script><img src=x onerror=alert(2)>";
  const turned = "\u202Eevil\u2066";
  const key = keyRow(1, { accountName: script });
  const hostile = { ...key, decision: { ...key.decision, userName: script, reason: `${turned} ${script}` } };
  const { page, complaints, requests } = await browser.open(
    await reportHtml(
      wholeReport({
        keys: [hostile],
        accounts: [accountRow(1, { name: script })],
        unreached: [{ id: "000000000001", name: script, reason: script }],
        headline: script,
      }),
    ),
  );

  expect(await users(page)).toEqual([script]);
  expect(await page.locator("#keys tbody td").nth(3).textContent()).toBe(`evil ${script}`);
  expect(await page.locator("img, script:not([type])").count()).toBe(1);
  expect(complaints).toEqual([]);
  expect(requests).toEqual([]);
});

it("lets nothing run that got into the page after all", async () => {
  const { page, complaints } = await browser.open(await reportHtml(runReport()));

  const refused = page.evaluate(`
    const injected = document.createElement("script");
    injected.textContent = "document.title = 'taken over'";
    document.body.append(injected);
  `);

  await expect(refused).rejects.toThrow("TrustedScript");
  expect(await page.title()).toBe("Curfew run of 2026-11-23");
  expect(complaints.join()).toContain("TrustedScript");
});

it("says so where there is nothing to show", async () => {
  const { page, complaints } = await browser.open(await reportHtml(runReport()));

  expect(await page.locator("#keys p").textContent()).toBe("No key was due, withheld or exempt.");
  expect(await page.locator("#unreached p").textContent()).toBe("Every account was reached.");
  expect(await page.locator("#forecast tbody tr").count()).toBe(14);
  expect(complaints).toEqual([]);
});

it("says so where its data cannot be read, instead of showing an empty report", async () => {
  const { page, complaints } = await browser.open(pageWithData("{"));

  expect(await page.getByRole("alert").textContent()).toContain("This report cannot be shown: SyntaxError");
  expect(complaints.join()).toContain("SyntaxError");
});
