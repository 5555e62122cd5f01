import { expect, it } from "vitest";
import { runInput } from "../../../infra/cli/run/run-input.ts";
import { readArguments, UsageError } from "../../../infra/sandbox/arguments.ts";

const inputOf = (...argv: string[]) => runInput(readArguments(argv));

it.each([
  { argv: [], input: {} },
  { argv: ["--account", "100000000006"], input: { accountIds: ["100000000006"] } },
  {
    argv: ["--account", "100000000006", "100000000007"],
    input: { accountIds: ["100000000006", "100000000007"] },
  },
  { argv: ["--report"], input: { mode: "report" } },
  { argv: ["--as-of", "2027-01-31"], input: { asOf: "2027-01-31" } },
])("npm start -- $argv starts an execution with $input", ({ argv, input }) => {
  expect(inputOf(...argv)).toEqual(input);
});

it.each([
  { argv: ["--mode", "enforce"], says: "unknown option '--mode'" },
  { argv: ["--as-of"], says: "option '--as-of <date>' argument missing" },
  { argv: ["--account"], says: "option '--account <id...>' argument missing" },
  { argv: ["now"], says: "too many arguments. Expected 0 arguments but got 1." },
])("npm start -- $argv is refused in one line", ({ argv, says }) => {
  expect(() => readArguments(argv)).toThrow(new UsageError(says, 2));
});

it.each([
  { argv: ["--account", "12"], says: 'run input: accountIds[0]: expected 12 digits, got "12"' },
  { argv: ["--as-of", "2026-02-30"], says: 'got "2026-02-30"' },
  { argv: ["--as-of", "tomorrow"], says: 'got "tomorrow"' },
])("npm start -- $argv names the value that is wrong", ({ argv, says }) => {
  expect(() => inputOf(...argv)).toThrow(says);
});
