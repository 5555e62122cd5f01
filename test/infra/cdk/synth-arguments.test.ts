import { expect, it, onTestFinished, vi } from "vitest";
import { readArguments } from "../../../infra/cdk/arguments.ts";

function called(...argv: string[]) {
  const written = { out: "", err: "" };
  const result = readArguments(argv, {
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
  });
  return { result, ...written };
}

const usage = "usage: npm run synth -- [--settings <file>] [--output <directory>]\n";

it("reads the settings file and the directory, each with a default", () => {
  expect(called().result).toEqual({ settings: "settings.yaml", output: "cdk.out" });
  expect(called("--settings", "a.yaml", "--output", "b").result).toEqual({ settings: "a.yaml", output: "b" });
});

it("reads the settings file of the deployment that CURFEW_SETTINGS names, as the curfew command does", () => {
  vi.stubEnv("CURFEW_SETTINGS", "../curfew-settings/settings.yaml");
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });

  expect(called().result).toMatchObject({ settings: "../curfew-settings/settings.yaml" });
  expect(called("--settings", "a.yaml").result).toMatchObject({ settings: "a.yaml" });
});

it("shows its options for --help and ends with 0", () => {
  expect(called("--help")).toMatchObject({ result: 0, out: expect.stringContaining("--settings <file>") });
});

it.each([
  [["--setings", "x"], "error: unknown option '--setings'\n(Did you mean --settings?)\n"],
  [["--context", "a=b"], "error: unknown option '--context'\n"],
  [["--settings"], "error: option '--settings <file>' argument missing\n"],
  [["settings.yaml"], "error: too many arguments. Expected 0 arguments but got 1.\n"],
])("answers %j with what is wrong and the usage line, and ends with 2", (argv, error) => {
  expect(called(...argv)).toEqual({ result: 2, out: "", err: error + usage });
});
