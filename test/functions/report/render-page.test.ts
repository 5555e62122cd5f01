import { expect, it } from "vitest";
import { renderPage } from "../../../functions/report/render-page.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { type RunReport, runReportSchema } from "../../../statemachine/run-report.ts";
import { accountRow, keyRow, runReport } from "./page/report-page-fixture.ts";
import { emptyPage, reporter } from "./report-fixture.ts";
import { account, accountResult, keyResult } from "./result-fixture.ts";

async function piecesOf(report: RunReport, page = emptyPage): Promise<string[]> {
  const pieces: string[] = [];
  for await (const piece of renderPage(page, report)) pieces.push(piece);
  return pieces;
}

function dataIn(html: string): unknown {
  return JSON.parse(
    /<script type="application\/json" id="run-report">(.*?)<\/script>/s.exec(html)?.[1] ?? "",
  );
}

it("puts the whole report into the page, as its schema has it", async () => {
  const report = runReport({
    accounts: [accountRow(1), accountRow(2)],
    keys: [keyRow(1)],
    leftOut: [{ id: "000000000009", name: "Closed", path: [], reason: "account state is CLOSED" }],
  });

  const html = (await piecesOf(report)).join("");

  expect(html.startsWith("<html>") && html.endsWith("</html>")).toBe(true);
  expect(parse(runReportSchema, dataIn(html), "run report")).toEqual(report);
});

it.each([
  "</script><script>alert(1)</script>",
  "<!-- <script>",
  "]]></SCRIPT >",
  "line\u2028and paragraph\u2029separators",
  "\ud800 a lone surrogate",
])("lets no name end the script, and loses nothing of it: %j", async (name) => {
  const report = runReport({ accounts: [accountRow(1, { name })], headline: name });

  const html = (await piecesOf(report)).join("");
  const data = html.slice(emptyPage.indexOf("</script>"), html.lastIndexOf("</script>"));

  expect(data).not.toMatch(/[<\u2028\u2029]/);
  expect(dataIn(html)).toMatchObject({ headline: name, accounts: [{ name }] });
});

it("hands over a big report row by row, so that it never lies in memory as one text", async () => {
  const accounts = Array.from({ length: 5_000 }, (_, index) => accountRow(index));

  const pieces = await piecesOf(runReport({ accounts }));

  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(1_000);
  expect(dataIn(pieces.join(""))).toMatchObject({ accounts: { length: 5_000 } });
});

it.each(["<html></html>", emptyPage + emptyPage])(
  "refuses a page without one place for the data",
  async (page) => {
    await expect(piecesOf(runReport(), page)).rejects.toThrow("no one place for the report's data");
  },
);

it("lies beside JSON and CSV with the same data, as HTML in UTF-8", async () => {
  const { summarize, bucket, report } = await reporter({
    accounts: [account(1)],
    results: [
      accountResult(1, { results: [keyResult({ userName: "ana\u00efs", verdict: "notify", age: 70 })] }),
    ],
  });

  const { report: files } = await summarize();

  expect(bucket.objects.get(files.html.key)?.contentType).toBe("text/html; charset=utf-8");
  expect(dataIn(bucket.text("report.html"))).toEqual(report());
});
