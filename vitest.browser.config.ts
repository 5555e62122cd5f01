import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";

const browser = process.env.CHROMIUM ?? "/usr/bin/chromium";
const isThere = existsSync(browser);
if (!isThere) console.log(`left out: the browser suite (there is no ${browser}; CHROMIUM may name another)`);

export default defineConfig({
  test: {
    include: isThere ? ["test/**/*.browser.ts"] : [],
    passWithNoTests: !isThere,
    env: { CHROMIUM: browser },
    testTimeout: 30_000,
    maxWorkers: 1,
  },
});
