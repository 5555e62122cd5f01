import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the test files of one vitest run share their cloud assemblies. */
    assemblyHome: string;
  }
}

/**
 * Creates the directory before the first test file, empties it before a rerun in watch mode, because the code may have
 * changed, and removes it after the last file (vitest, "globalSetup").
 */
export function setup(project: TestProject): () => void {
  const home = mkdtempSync(join(tmpdir(), "curfew-assemblies-"));
  project.provide("assemblyHome", home);
  project.onTestsRerun(() => {
    for (const assembly of readdirSync(home)) rmSync(join(home, assembly), { recursive: true });
  });
  return () => rmSync(home, { recursive: true, force: true });
}
