import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import { expect, it } from "vitest";
import { type RunOptions, runInput } from "../../../../infra/cli/run/run-input.ts";
import { addStartCommand } from "../../../../infra/cli/start/command.ts";
import { unmodelledText } from "../../../../infra/cli/start/start-sample-run.ts";
import { plainTerminal } from "../plain-terminal.ts";

/** The input of the execution that `npm start` would start. */
function inputOf(...argv: string[]) {
  const program = new Command().exitOverride().configureOutput({ outputError: () => undefined });
  let options: RunOptions = {};
  addStartCommand({
    program,
    terminal: plainTerminal,
    acts: (command) => {
      command.action(() => {
        options = command.opts();
      });
    },
  });
  program.parse(["start", ...argv], { from: "user" });
  return runInput(options);
}

it.each([
  { argv: [], input: {} },
  { argv: ["--account", "100000000006"], input: { accountIds: ["100000000006"] } },
  {
    argv: ["--account", "100000000006", "100000000007"],
    input: { accountIds: ["100000000006", "100000000007"] },
  },
  { argv: ["--report"], input: { mode: "report" } },
  { argv: ["--as-of", "2027-01-31"], input: { asOf: "2027-01-31" } },
])("npm start -- $argv starts an execution with the input $input", ({ argv, input }) => {
  expect(inputOf(...argv)).toEqual(input);
});

it.each([
  { argv: ["--mode", "enforce"], says: "error: unknown option '--mode'" },
  { argv: ["--as-of"], says: "error: option '--as-of <date>' argument missing" },
  { argv: ["--account"], says: "error: option '--account <id...>' argument missing" },
  { argv: ["now"], says: "error: too many arguments for 'start'. Expected 0 arguments but got 1." },
])("npm start -- $argv is an error that names what is wrong", ({ argv, says }) => {
  expect(() => inputOf(...argv)).toThrow(CommanderError);
  expect(() => inputOf(...argv)).toThrow(says);
});

it.each([
  { argv: ["--account", "12"], says: 'run input: accountIds[0]: expected 12 digits, got "12"' },
  { argv: ["--as-of", "2026-02-30"], says: 'got "2026-02-30"' },
  { argv: ["--as-of", "tomorrow"], says: 'got "tomorrow"' },
])("npm start -- $argv is an error that names the wrong value", ({ argv, says }) => {
  expect(() => inputOf(...argv)).toThrow(says);
});

it.each([
  ["--as-of", "tomorrow"],
  ["--account", "12"],
  ["--mode", "enforce"],
  ["--days", "3"],
  ["--sample", "first-deployment", "--days", "0"],
  ["--sample", "first-deployment", "--report"],
  ["--sample", "second-deployment"],
])("npm start -- %s %s exits with 2 and prints an error without a stack trace", (...argv) => {
  const cwd = fileURLToPath(new URL("../../../../", import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ["infra/cli/curfew.ts", "start", ...argv], {
    cwd,
    encoding: "utf8",
  });

  expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  expect(stderr).toMatch(/^curfew: /);
  expect(stderr).not.toMatch(/^ +at /m);
});

it("lists the properties of the hub stack that the embedded cloud does not model, each on a line", () => {
  const text = unmodelledText(["Alarm (AWS::CloudWatch::Alarm)", "Bucket.LifecycleConfiguration"]);

  expect(text.split("\n").slice(1)).toEqual([
    "  Alarm (AWS::CloudWatch::Alarm)",
    "  Bucket.LifecycleConfiguration",
  ]);
  expect(unmodelledText([])).toContain("models every property");
});
