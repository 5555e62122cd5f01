import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { hangsAfterMs } from "../limits.ts";
import { browserPath } from "./browser-path.ts";

/** A browser that opens pages as files, like somebody who downloaded one. */
export interface TestBrowser {
  open(html: string, options?: BrowserContextOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

/** A page in a window of its own. */
export interface OpenPage {
  readonly page: Page;
  /** Everything in the console, uncaught errors, and violations of the content security policy. */
  readonly complaints: readonly string[];
  /** The network requests of the page, without the file itself, `data:` and frames without an address. */
  readonly requests: readonly string[];
}

/** Starts the browser that `CHROMIUM` names. */
export async function testBrowser(): Promise<TestBrowser> {
  const directory = mkdtempSync(join(tmpdir(), "curfew-page-"));
  const browser = await chromium.launch({ executablePath: browserPath(), timeout: hangsAfterMs });
  let files = 0;
  return {
    async open(html, options = {}) {
      files += 1;
      const file = join(directory, `page-${files}.html`);
      writeFileSync(file, html);
      const page = await (await browser.newContext(options)).newPage();
      page.setDefaultTimeout(hangsAfterMs);
      const complaints: string[] = [];
      const requests: string[] = [];
      page.on("console", (message) => complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("dialog", (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        return dialog.dismiss();
      });
      page.on("request", (request) => {
        if (!/^(file|data|about):/.test(request.url())) requests.push(request.url());
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
