import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";

const launcher = fileURLToPath(new URL("../../../infra/cli/launch.js", import.meta.url));

/** Starts the launcher. `withoutTypes`: on a Node that does not run TypeScript, such as Node 20. */
function launch(file: string, argv: readonly string[], withoutTypes = false) {
  const flags = withoutTypes ? ["--no-strip-types"] : [];
  return new Promise<{ exitCode: unknown; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [...flags, file, ...argv], (error, out, err) => {
      resolve({ exitCode: error === null ? 0 : error.code, out, err });
    });
  });
}

it("starts curfew, and passes on its exit code", async () => {
  expect(await launch(launcher, ["--help"])).toMatchObject({
    exitCode: 0,
    out: expect.stringMatching(/^Usage: curfew/),
  });
  expect(await launch(launcher, ["stauts"])).toMatchObject({ exitCode: 2 });
});

it("starts it on the project's own Node if the current Node does not run TypeScript", async () => {
  expect(await launch(launcher, ["--help"], true)).toMatchObject({
    exitCode: 0,
    out: expect.stringMatching(/^Usage: curfew/),
  });
  expect(await launch(launcher, ["stauts"], true)).toMatchObject({ exitCode: 2 });
});

it("says in one line what is needed if there is no such Node", async () => {
  const directory = mkdtempSync(join(tmpdir(), "curfew-launch-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, "package.json"), '{ "type": "module" }');
  const copy = join(directory, "launch.js");
  copyFileSync(launcher, copy);

  const { exitCode, err } = await launch(copy, ["status"], true);

  expect(exitCode).toBe(2);
  expect(err).toMatch(
    /^curfew: Node \d+\.\d+\.\d+ cannot run Curfew\. Run npm ci in its checkout, or use Node 22\.18 or later\.\n$/,
  );
});
