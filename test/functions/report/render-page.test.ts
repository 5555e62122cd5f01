import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { type PageData, pageKeysOf } from "../../../functions/report/page-data.ts";
import { renderPage } from "../../../functions/report/render-page.ts";
import type { ReportHead } from "../../../statemachine/run-report.ts";
import { bigAccount } from "./big-run.ts";
import { emptyPage, reporter } from "./report-fixture.ts";

/** The data of a page, unpacked as the browser unpacks it. */
function dataOf(html: string): PageData {
  const text = /id="run-report">([^<]*)</.exec(html)?.[1] ?? "";
  return JSON.parse(gunzipSync(Buffer.from(text, "base64")).toString());
}

async function bigReport() {
  const made = reporter({ results: [1, 2, 3].map((number) => bigAccount(number, 100)) });
  await made.reportRun();
  const { keys, ...head } = made.report();
  return { head: head satisfies ReportHead, rows: keys.map((row) => JSON.stringify(row)), keys };
}

it("contains every key of the report with its account, in the order of the report", async () => {
  const { head, rows, keys } = await bigReport();
  const data = dataOf(renderPage(emptyPage, head, rows));
  const shown = pageKeysOf(data.keys, data.rows);
  expect(shown.map(({ id }) => id)).toEqual(keys.map(({ accessKeyId }) => accessKeyId));
  expect(shown.map(({ account }) => head.accounts[account]?.id)).toEqual(
    keys.map(({ accountId }) => accountId),
  );
  expect(shown[7]).toMatchObject({
    user: keys[7]?.userName,
    age: keys[7]?.age,
    reason: keys[7]?.reason,
    other: keys[7]?.otherKey?.accessKeyId.slice(-4),
  });
  expect(data.more).toBe(0);
});

it("takes less than 60 bytes for a key of a small report", async () => {
  const { head, rows } = await bigReport();
  const size = (some: readonly string[]) => renderPage(emptyPage, head, some).length;
  expect((size(rows) - size([])) / rows.length).toBeLessThan(60);
});

it("omits the last keys of the report if the page would become too large, and says how many", async () => {
  const { head, rows, keys } = await bigReport();
  const whole = renderPage(emptyPage, head, rows).length;
  const without = renderPage(emptyPage, head, []).length;
  const limit = Math.round((whole + without) / 2);
  const html = renderPage(emptyPage, head, rows, limit);
  const data = dataOf(html);
  expect(html.length).toBeLessThanOrEqual(limit);
  expect(data.rows).toBeGreaterThan(rows.length / 4);
  expect(data.rows + data.more).toBe(rows.length);
  expect(pageKeysOf(data.keys, data.rows).map(({ id }) => id)).toEqual(
    keys.slice(0, data.rows).map(({ accessKeyId }) => accessKeyId),
  );
});

it.each([
  ["no place", "<html></html>"],
  ["two places", emptyPage + emptyPage],
])("refuses a page with %s for the data", async (_, page) => {
  const { head, rows } = await bigReport();
  expect(() => renderPage(page, head, rows)).toThrow("no one place for the report's data");
});
