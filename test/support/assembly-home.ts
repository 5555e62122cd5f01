import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the test files of one vitest run share their cloud assemblies. */
    assemblyHome: string;
  }
}

/** Makes the directory before the first test file, and removes it after the last (vitest, "globalSetup"). */
export function setup(project: TestProject): () => void {
  const home = mkdtempSync(join(tmpdir(), "curfew-assemblies-"));
  project.provide("assemblyHome", home);
  return () => rmSync(home, { recursive: true, force: true });
}
