import { fileURLToPath } from "node:url";
import { type BuildOptions, buildSync, transformSync } from "esbuild";
import { withConstantKeys } from "./constant-keys.ts";
import { withNativeHashes } from "./native-hashes.ts";
import { withVersionsOnly } from "./package-versions.ts";
import { withUsedErrorsOnly } from "./used-errors.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What the SDK imports and no function can use; each stand-in says why. */
const standIns = Object.fromEntries(
  [
    ["@aws-sdk/credential-provider-node", "credential-provider-node"],
    ["@aws-sdk/endpoint-cache", "endpoint-cache"],
    ["@smithy/core/event-streams", "event-streams"],
  ].map(([name, file]) => [
    name,
    fileURLToPath(new URL(`../../../functions/aws/stand-ins/${file}.ts`, import.meta.url)),
  ]),
);

const language = { format: "esm", target: "node24", platform: "node" } as const satisfies BuildOptions;

/**
 * A module with all it imports as one minified text that holds what is used and no more. That takes two
 * steps: only once the modules are joined and their constants known is it plain that most of a client's
 * schemas have no effect and nobody's use.
 *
 * The bundler is called here and not by NodejsFunction, which starts it through npx once a function and
 * writes on stderr what it does; warnings and errors of the bundler still come out there.
 * @param entry from the project's root
 * @throws the bundler's error where the module cannot be bundled
 */
export function bundledCode(entry: string): string {
  const { outputFiles } = buildSync({
    ...language,
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    alias: standIns,
    mainFields: ["module", "main"],
    logLevel: "warning",
  });
  const joined = outputFiles.map(({ text }) => text).join("");
  const { code } = transformSync(slimmed(joined), {
    ...language,
    minify: true,
    treeShaking: true,
    // Some dependencies of the SDK are CommonJS and call require for Node's own modules.
    banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    logLevel: "warning",
  });
  return code;
}

/** Without what only a look at the joined modules shows to be nobody's use. */
function slimmed(joined: string): string {
  return withUsedErrorsOnly(withNativeHashes(withVersionsOnly(withConstantKeys(joined))));
}
