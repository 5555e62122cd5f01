import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium } from "playwright-core";
import { browserPath } from "../support/browser/browser-path.ts";
import { terminalPage } from "./terminal-page.ts";

// The pictures of the README, from one real run: `npm run pictures`.
const root = fileURLToPath(new URL("../../", import.meta.url));
const pictures = `${root}docs/pictures/`;
const report = `${root}.curfew/latest/report.html`;

const executablePath = browserPath();
if (!existsSync(executablePath)) {
  console.error(`No pictures: there is no Chromium at ${executablePath}; CHROMIUM may name another.`);
  process.exitCode = 1;
} else {
  console.log("Running npm start …");
  const output = runInTerminal();
  mkdirSync(pictures, { recursive: true });
  const browser = await chromium.launch({ executablePath });
  try {
    await picture(
      browser,
      "run.png",
      `data:text/html,${encodeURIComponent(terminalPage("npm start", output))}`,
      {
        viewport: { width: 900, height: 700 },
      },
    );
    for (const colorScheme of ["light", "dark"] as const)
      await picture(browser, `report-${colorScheme}.png`, pathToFileURL(report).href, {
        viewport: { width: 1180, height: 980 },
        colorScheme,
      });
  } finally {
    await browser.close();
  }
}

/** The output of `npm start` in a terminal with colours. */
function runInTerminal(): string {
  const { stdout, status } = spawnSync(process.execPath, ["infra/cli/curfew.ts", "start"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, FORCE_COLOR: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`npm start ended with ${status}: ${stdout}`);
  return stdout;
}

/** Takes a terminal at the size of its text, and the first screen of any other page. */
async function picture(browser: Browser, name: string, address: string, options: BrowserContextOptions) {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(address);
  const terminal = page.locator("body > pre");
  const shown = (await terminal.count()) > 0 ? terminal : page;
  await shown.screenshot({ path: pictures + name });
  console.log(`docs/pictures/${name}  ${Math.ceil(statSync(pictures + name).size / 1000)} KB`);
}
