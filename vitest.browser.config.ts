import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { browserPath } from "./test/browser/browser-path.ts";

const browser = browserPath();
const isThere = existsSync(browser);
if (!isThere) console.log(`left out: the browser suite (there is no ${browser}; CHROMIUM may name another)`);

export default defineConfig({
  test: {
    include: isThere ? ["test/**/*.browser.ts"] : [],
    passWithNoTests: !isThere,
    testTimeout: 30_000,
    maxWorkers: 1,
  },
});
