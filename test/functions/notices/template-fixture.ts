import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";

/** Where the templates lie that are deployed. */
export const deployed = fileURLToPath(new URL("../../../functions/notices/templates/", import.meta.url));

/** The deployed templates in a directory of their own, for one test, with one changed. */
export function templatesWith(changed: string, source: string): URL {
  const directory = mkdtempSync(join(tmpdir(), "curfew-templates-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const file of readdirSync(deployed)) copyFileSync(join(deployed, file), join(directory, file));
  writeFileSync(join(directory, `${changed}.mustache`), source);
  return pathToFileURL(`${directory}/`);
}
