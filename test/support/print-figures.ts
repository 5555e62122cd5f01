import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Not in git. CI keeps it with the results of a run. */
const folder = fileURLToPath(new URL("../../test-output/figures/", import.meta.url));

/**
 * Prints the figures of a slow suite, and writes them to `test-output/figures` for CI to keep.
 * @param suite the name of the file, without its ending
 */
export function printFigures(suite: string, figures: object): void {
  const text = JSON.stringify(figures, null, 2);
  // Not stdout: the suites capture it, because it is the log of the functions.
  console.error(`${suite}: ${text}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${suite}.json`, `${text}\n`);
}
