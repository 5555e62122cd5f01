import { copyFileSync, cpSync, globSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import type { Policy } from "../../../functions/domain/policy.ts";

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
let bundled: ReadonlyMap<string, Uint8Array> | undefined;

/**
 * Writes a function's bundle into a temporary directory, passes the directory to `use`, and removes it. The policy,
 * the templates and the other files lie beside the code.
 *
 * This calls esbuild itself, with the options that NodejsFunction would pass. NodejsFunction can add files beside
 * the code only through shell commands, and the policy and the report page exist only in memory. It also starts
 * esbuild through npx for each function, and writes a line to stderr for each.
 * @returns what `use` returns
 * @throws the bundler's error if a function cannot be bundled
 */
export function withFunctionBundle<Result>(
  { entry, policy, withTemplates, ownTemplates, files = () => ({}) }: FunctionBundle,
  use: (directory: string) => Result,
): Result {
  const directory = mkdtempSync(join(tmpdir(), "curfew-bundle-"));
  try {
    writeFileSync(join(directory, "index.mjs"), codeOf(entry));
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

/**
 * The code of a function. All functions are bundled in one call, once in a process: their code does not depend on the
 * settings, and the bundler reads the AWS SDK, which they share, only once.
 */
function codeOf(entry: string): Uint8Array {
  bundled ??= bundleHandlers();
  const code = bundled.get(entry);
  if (code === undefined)
    throw new Error(`${entry} is not among the handlers: ${[...bundled.keys()].join(", ")}`);
  return code;
}

/** For each handler one minified ES module with everything that it imports, the AWS SDK included. */
function bundleHandlers(): ReadonlyMap<string, Uint8Array> {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: globSync("functions/**/handler.ts", { cwd: root }),
    outbase: root,
    outdir: root,
    write: false,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node24",
    // The SDK's ES modules: with its CommonJS modules the bundles are 1.5 times as large.
    mainFields: ["module", "main"],
    // Some dependencies are CommonJS and call require for Node's own modules.
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: "warning",
  });
  return new Map(
    outputFiles.map(({ path, contents }) => [relative(root, path).replace(/\.js$/, ".ts"), contents]),
  );
}
