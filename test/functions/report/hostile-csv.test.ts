import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { csvHeader, csvRows } from "../../../functions/report/key-csv.ts";
import { capturedLog } from "../../support/captured-log.ts";
import { today } from "../domain/key-fixture.ts";
import { runWorker } from "../worker/run-worker.ts";
import { keyIdOf, worldOf } from "../worker/world.ts";

capturedLog();

/** The cells of CSV text, as RFC 4180 has them. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    if (quoted === undefined && bare === "" && end === "") continue;
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? "");
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

/** The CSV row of a key whose user, address and exemption are written by a stranger. */
async function rowOf(userName: string, wish: { email?: string; reason?: string }) {
  const exempt =
    wish.reason === undefined ? {} : { exempt: `${addDays(today, 9)} sam@example.com ${wish.reason}` };
  const world = worldOf({
    [userName]: {
      email: wish.email ?? "jane@example.com",
      ...exempt,
      keys: [{ age: 70, id: keyIdOf("jane") }],
    },
  });
  const { result } = await runWorker(world);
  if (result === undefined) throw new Error("no result");
  const text = csvHeader() + csvRows(result);
  const [header = [], ...rows] = cellsOf(text.slice(1));
  const [row = []] = rows;
  const cell = (name: string) => row[header.indexOf(name)];
  return { text, rows, cell, width: header.length };
}

it.each(["=1+1", "+cmd", "-2+3", "@SUM"])(
  "a user called %s is no formula in a spreadsheet",
  async (userName) => {
    expect((await rowOf(userName, {})).cell("user")).toBe(`'${userName}`);
  },
);

it("an address that begins with a plus sign is no formula in a spreadsheet", async () => {
  const { cell } = await rowOf("jane", { email: "+jane@example.com" });

  expect(cell("notices")).toBe("'+jane@example.com sent");
});

it.each([
  'a "quoted", and a comma; and a semicolon',
  "two\r\nlines",
  "two\u2028lines",
  "right \u202eto left",
  "a tab\tand a null\u0000",
  '=HYPERLINK("https://evil.test")',
  "x".repeat(200),
])("the reason %j of an exemption stays in its cell, and the row is one line", async (reason) => {
  const { text, rows, cell, width } = await rowOf("jane", { reason });

  expect(rows).toHaveLength(1);
  expect(rows[0]).toHaveLength(width);
  expect(text.trimEnd().split(/[\r\n\u2028\u2029\u0085]+/)).toHaveLength(2);
  expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  expect(cell("reason")).toMatch(/^exempt until \S+ by sam@example.com: /);
  expect(cell("withheld")).toBe("exempt");
});
