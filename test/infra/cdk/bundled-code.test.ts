import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { bundleModules, handlerCode } from "../../../infra/cdk/constructs/bundled-code.ts";

const scratch = mkdtempSync(join(tmpdir(), "curfew-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

it("bundles each entry into code that runs without node_modules, also where a CommonJS dependency requires a Node module", () => {
  const requires = join(scratch, "requires.cts");
  writeFileSync(requires, 'const { EOL } = require("node:os"); process.stdout.write("EOL" + EOL);');
  const codes = bundleModules([requires, "functions/aws/object-store.ts"]);
  const run = (entry: string) => {
    const file = join(scratch, "index.mjs");
    writeFileSync(file, codes.get(entry) ?? "throw new Error('no code')");
    return spawnSync(process.execPath, [file], { cwd: scratch, encoding: "utf8" });
  };

  expect(run(requires)).toMatchObject({ status: 0, stdout: "EOL\n", stderr: "" });
  expect(run("functions/aws/object-store.ts")).toMatchObject({ status: 0, stdout: "", stderr: "" });
});

it("gives a handler the same code as if it were bundled alone", () => {
  const entry = "functions/approve/handler.ts";

  expect(handlerCode(entry)).toEqual(bundleModules([entry]).get(entry));
});

it("refuses an entry that is no handler, and code that cannot be bundled", () => {
  const broken = join(scratch, "broken.ts");
  writeFileSync(broken, 'import "./no-such-module.ts";');

  expect(() => handlerCode("functions/runtime/log.ts")).toThrow(
    "functions/runtime/log.ts: expected a handler, one of functions/approve/handler.ts, ",
  );
  expect(() => bundleModules([broken])).toThrow('Could not resolve "./no-such-module.ts"');
});
