import { copyFileSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Policy } from "../../../functions/domain/policy.ts";
import { handlerCode } from "./bundled-code.ts";

/** What goes into the bundle of a function. */
export interface FunctionBundle {
  /** `functions/…/handler.ts`: the module that exports `handler`, as a path from the project's root. */
  readonly entry: string;
  readonly policy: Policy;
  /** Whether the function sends mail and so needs the mail templates. */
  readonly withTemplates: boolean;
  /** The deployer's directory (`mail.templates`): its templates replace built-in ones of the same name. Absolute. */
  readonly ownTemplates?: string | undefined;
  /** More files beside the code: text by file name. Called only when the code is bundled. */
  readonly files?: () => Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL("../../../", import.meta.url));

/**
 * Writes a function's bundle into a temporary directory, passes the directory to `use`, and removes it. The policy,
 * the templates and the other files lie beside the code.
 * @returns what `use` returns
 * @throws the bundler's error if a function cannot be bundled
 */
export function withFunctionBundle<Result>(
  { entry, policy, withTemplates, ownTemplates, files = () => ({}) }: FunctionBundle,
  use: (directory: string) => Result,
): Result {
  const directory = mkdtempSync(join(tmpdir(), "curfew-bundle-"));
  try {
    writeFileSync(join(directory, "index.mjs"), handlerCode(entry));
    writeFileSync(join(directory, "policy.json"), JSON.stringify(policy, null, 2));
    if (withTemplates) copyTemplates(join(directory, "templates"), ownTemplates);
    for (const [name, text] of Object.entries(files())) writeFileSync(join(directory, name), text);
    return use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Other files of the deployer's directory stay where they are: no mail reads them. */
function copyTemplates(target: string, own: string | undefined): void {
  cpSync(join(root, "functions/notices/templates"), target, { recursive: true });
  if (own === undefined) return;
  for (const file of readdirSync(own).filter((name) => name.endsWith(".mustache")))
    copyFileSync(join(own, file), join(target, file));
}
