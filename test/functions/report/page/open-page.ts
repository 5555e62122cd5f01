import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { renderPage } from "../../../../functions/report/render-page.ts";
import { buildReportPage } from "../../../../infra/build-report-page.ts";
import type { RunReport } from "../../../../statemachine/run-report.ts";

const built = buildReportPage();

/** A browser that shows reports as files, as a person who downloaded one would. */
export interface ReportBrowser {
  /** Shows a report, or a page whose data is this text instead. */
  open(report: RunReport | string, options?: BrowserContextOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

/** A report in a page of its own. */
export interface OpenPage {
  readonly page: Page;
  /** Errors, warnings and whatever else the console was told; uncaught errors; violations of the policy. */
  readonly complaints: readonly string[];
  /** What the page asked of the network; the file itself and `data:` are none. */
  readonly requests: readonly string[];
}

/** Starts the browser that `CHROMIUM` names. */
export async function reportBrowser(): Promise<ReportBrowser> {
  const directory = mkdtempSync(join(tmpdir(), "curfew-report-page-"));
  const browser: Browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "" });
  let files = 0;
  return {
    async open(report, options = {}) {
      files += 1;
      const file = join(directory, `report-${files}.html`);
      writeFileSync(file, typeof report === "string" ? pageWith(report) : await pageOf(report));
      const page = await (await browser.newContext(options)).newPage();
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("dialog", (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        return dialog.dismiss();
      });
      page.on("request", (request) => {
        if (!/^(file|data):/.test(request.url())) requests.push(request.url());
      });
      await page.goto(pathToFileURL(file).href);
      return { page, complaints, requests };
    },
    async close() {
      await browser.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function pageOf(report: RunReport): Promise<string> {
  let html = "";
  for await (const piece of renderPage(built, report)) html += piece;
  return html;
}

function pageWith(data: string): string {
  return built.replace('id="run-report">', () => `id="run-report">${data}`);
}
