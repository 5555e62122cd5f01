import { globSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const root = fileURLToPath(new URL("../../../", import.meta.url));
let handlers: ReadonlyMap<string, Uint8Array> | undefined;

/**
 * The code of a function. All handlers are bundled in one call, once in a process: their code does not depend on the
 * settings, and the bundler reads the AWS SDK, which they share, only once.
 * @param entry the module that exports `handler`, as a path from the project's root
 * @throws the bundler's error if a handler cannot be bundled
 */
export function handlerCode(entry: string): Uint8Array {
  handlers ??= bundleModules(globSync("functions/**/handler.ts", { cwd: root }));
  const code = handlers.get(entry);
  if (code === undefined)
    throw new Error(`${entry}: expected a handler, one of ${[...handlers.keys()].toSorted().join(", ")}`);
  return code;
}

/**
 * For each entry one minified ES module with everything that it imports, the AWS SDK included.
 *
 * This calls esbuild itself, with the options that NodejsFunction would pass. NodejsFunction can add files beside
 * the code only through shell commands, and the policy and the report page exist only in memory. It also starts
 * esbuild through npx for each function, and writes a line to stderr for each.
 * @param entries absolute, or paths from the project's root
 * @returns the code by entry
 * @throws the bundler's error if an entry cannot be bundled
 */
export function bundleModules(entries: readonly string[]): ReadonlyMap<string, Uint8Array> {
  const { metafile, outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [...entries],
    outdir: "bundles",
    write: false,
    metafile: true,
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
  const entryOf = (path: string) => resolve(root, metafile.outputs[relative(root, path)]?.entryPoint ?? "");
  const codes = new Map(outputFiles.map(({ path, contents }) => [entryOf(path), contents]));
  return new Map(
    entries.map((entry) => {
      const code = codes.get(resolve(root, entry));
      if (code === undefined) throw new Error(`${entry}: the bundler wrote no code for it`);
      return [entry, code];
    }),
  );
}
