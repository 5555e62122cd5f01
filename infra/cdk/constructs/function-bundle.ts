import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Policy } from "../../../functions/domain/policy.ts";
import { bundledCode } from "./bundled-code.ts";

/** What goes into the bundle of a function. */
export interface FunctionBundle {
  /** Module that exports `handler`, from the project's root. */
  readonly entry: string;
  readonly policy: Policy;
  /** Whether the function sends mail, and so carries the templates. */
  readonly withTemplates: boolean;
  /** More texts to lie beside the code, by file name; made only where the code is wanted. */
  readonly files?: () => Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * Bundles a function into a directory of its own, hands that to `use` and removes it. Policy and templates
 * lie beside the code; no value of the settings ever meets a shell.
 * @throws the bundler's error where the function cannot be bundled
 */
export function withFunctionBundle<Result>(
  { entry, policy, withTemplates, files = () => ({}) }: FunctionBundle,
  use: (directory: string) => Result,
): Result {
  const directory = mkdtempSync(join(tmpdir(), "curfew-bundle-"));
  try {
    writeFileSync(join(directory, "index.mjs"), bundledCode(entry));
    writeFileSync(join(directory, "policy.json"), JSON.stringify(policy, null, 2));
    if (withTemplates) {
      const templates = join(directory, "templates");
      mkdirSync(templates);
      cpSync(join(root, "functions/notices/templates"), templates, { recursive: true });
    }
    for (const [name, text] of Object.entries(files())) writeFileSync(join(directory, name), text);
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
