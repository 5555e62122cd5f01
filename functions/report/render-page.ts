import { gzipSync } from "node:zlib";
import type { KeyRow, ReportHead } from "../../statemachine/run-report.ts";
import { keyColumns, type PageData, type PageKey, pageKey } from "./page-data.ts";

/** Where the report's data goes; the page's own script reads it there. */
const opening = '<script type="text/plain" id="run-report">';
const closing = "</script>";

/** The page stays below this, so that it opens on any machine and fits into a ticket. */
export const largestPage = 10 * 1024 * 1024;

/** How many more keys are omitted if the page is still too large, so that two or three attempts are enough. */
const caution = 0.97;

/**
 * The run report as one HTML file. Its data is compressed and in base64, which no user name or tag can break out of.
 * If the page would become too large, it has only the first rows, which are the longest overdue keys, and says
 * how many others are in the CSV.
 * @param page the page that `buildReportPage` makes, without data
 * @param rows of keys, as JSON
 * @param largest in bytes
 * @throws if the page has no place for the data, or two
 */
export function renderPage(
  page: string,
  head: ReportHead,
  rows: readonly string[],
  largest = largestPage,
): string {
  const [before, after, ...more] = page.split(opening + closing);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error("the report page has no one place for the report's data");
  const room = largest - Buffer.byteLength(page);
  return `${before}${opening}${packed(head, rows, room)}${closing}${after}`;
}

function packed(head: ReportHead, rows: readonly string[], room: number): string {
  const places = new Map(head.accounts.map(({ id }, place) => [id, place]));
  const keys = rows.map((row) => pageKey(readRow(row), places));
  const fixed = encoded({ head, keys: keyColumns([]), rows: 0, more: keys.length }).length;
  let shown = keys.length;
  for (;;) {
    const text = encoded(dataOf(head, keys, shown));
    if (text.length <= room || shown === 0) return text;
    const share = Math.max(0, room - fixed) / Math.max(1, text.length - fixed);
    shown = Math.floor(shown * Math.min(share, 1) * caution);
  }
}

function dataOf(head: ReportHead, keys: readonly PageKey[], shown: number): PageData {
  return {
    head,
    keys: keyColumns(keys.slice(0, shown)),
    rows: shown,
    more: keys.length - shown,
  };
}

/** The row was written by `JSON.stringify` a moment ago. */
function readRow(row: string): KeyRow {
  return JSON.parse(row);
}

function encoded(data: PageData): string {
  return gzipSync(JSON.stringify(data), { level: 9 }).toString("base64");
}
