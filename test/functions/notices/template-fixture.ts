import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onTestFinished } from "vitest";
import { loadTemplates, type Templates } from "../../../functions/notices/load-templates.ts";

/** Where the built-in templates are. */
export const builtIn = new URL("../../../functions/notices/templates/", import.meta.url);

/** The same as a path. */
export const builtInPath = fileURLToPath(builtIn);

/** A deployer's directory with these templates, for one test. */
export function ownTemplates(sources: Readonly<Record<string, string>>): URL {
  const directory = mkdtempSync(join(tmpdir(), "curfew-templates-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [name, source] of Object.entries(sources))
    writeFileSync(join(directory, `${name}.mustache`), source);
  return pathToFileURL(`${directory}/`);
}

/** The built-in templates with some of a deployer's. */
export function templatesWith(sources: Readonly<Record<string, string>>): Templates {
  return loadTemplates(builtIn, ownTemplates(sources));
}
