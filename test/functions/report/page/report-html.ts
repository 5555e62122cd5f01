import { renderPage } from "../../../../functions/report/render-page.ts";
import { buildReportPage } from "../../../../infra/cdk/build-report-page.ts";
import type { RunReport } from "../../../../statemachine/run-report.ts";

const built = buildReportPage();

/** A report as the page that the report function writes. */
export async function reportHtml(report: RunReport): Promise<string> {
  let html = "";
  for await (const piece of renderPage(built, report)) html += piece;
  return html;
}

/** The page with this text in the place of its data. */
export function pageWithData(data: string): string {
  return built.replace('id="run-report">', () => `id="run-report">${data}`);
}
