import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { browserPath } from "./test/support/browser/browser-path.ts";
import { timeLimits } from "./test/support/limits.ts";

const browser = browserPath();
const isThere = existsSync(browser);
if (!isThere) console.log(`Not run: the browser suite. No browser at ${browser}; set CHROMIUM to its path.`);

/** The report page, the mails and the sandbox's inbox in headless Chromium, where there is one. */
export default defineConfig({
  test: {
    include: isThere ? ["test/**/*.browser.ts"] : [],
    passWithNoTests: !isThere,
    ...timeLimits,
    maxWorkers: 1,
  },
});
