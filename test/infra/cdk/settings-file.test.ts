import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { InvalidInput } from "../../../functions/runtime/parse.ts";
import { loadSettings } from "../../../infra/cdk/settings.ts";
import { temporaryDirectory } from "../../support/deployment-fixture.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const shipped = readFileSync(join(root, "settings.yaml"), "utf8");

it.each([
  { what: "is empty", text: "", says: /settings\.yaml: the file is empty\. curfew init writes one$/ },
  { what: "is a list", text: "- mode: report", says: /settings\.yaml: expected object, got a list$/ },
  { what: "is not YAML", text: "mode: [\n", says: /settings\.yaml: Flow sequence .* at line 2, column 1$/ },
  {
    what: "says something twice",
    text: "mode: report\nmode: enforce\n",
    says: /settings\.yaml: Map keys must be unique at line 2, column 1$/,
  },
])("refuses a file that $what, in one line", ({ text, says }) => {
  const file = join(temporaryDirectory(), "settings.yaml");
  writeFileSync(file, text);

  expect(() => loadSettings(file)).toThrow(says);
  expect(() => loadSettings(file)).toThrow(InvalidInput);
});

it("refuses a file that does not exist, and keeps the cause", () => {
  expect(() => loadSettings("no/such/settings.yaml")).toThrow(
    expect.objectContaining({
      name: "InvalidInput",
      message: "no/such/settings.yaml: there is no such file. curfew init writes one",
      cause: expect.objectContaining({ code: "ENOENT" }),
    }),
  );
});

it("reads mail.templates as a path from the directory of the settings file", () => {
  const directory = temporaryDirectory();
  const file = join(directory, "settings.yaml");
  writeFileSync(file, shipped.replace(/^mail:$/m, "mail:\n  templates: ../texts"));

  expect(loadSettings(file).mail.templates).toBe(join(directory, "../texts"));
  writeFileSync(file, shipped);
  expect(loadSettings(file).mail.templates).toBeUndefined();
});

it("writes nothing, changes nothing and exits with 2 and a line for each wrong field", () => {
  const directory = temporaryDirectory();
  const file = join(directory, "settings.yaml");
  const absent = join(directory, "absent");
  const earlier = join(directory, "cdk.out");
  mkdirSync(earlier);
  writeFileSync(join(earlier, "curfew-rollout.template.json"), "what an earlier synthesis wrote");
  writeFileSync(file, shipped.replace(/^mode:.*$/m, "").replace(/^ {2}timeZone:.*$/m, ""));

  for (const output of [absent, earlier]) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["infra/cdk/app.ts", "--settings", file, "--output", output],
      { cwd: root, encoding: "utf8" },
    );

    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr.split("\n")).toEqual([
      `${file}: mode: expected "report" or "enforce", got nothing`,
      expect.stringContaining(`${file}: schedule.timeZone: expected`),
      "",
    ]);
  }
  expect(existsSync(absent)).toBe(false);
  expect(readdirSync(earlier)).toEqual(["curfew-rollout.template.json"]);
});
