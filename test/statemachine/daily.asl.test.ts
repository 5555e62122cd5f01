import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { claimLeaseMilliseconds } from "../../functions/aws/ledger.ts";
import * as errors from "../../functions/runtime/errors.ts";
import { child, definition, definitionText } from "./state-machine.ts";

/** Names that Step Functions and Lambda give to errors (Step Functions developer guide, Handling errors). */
const awsErrors = new Set([
  "States.ALL",
  "States.Timeout",
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
  "Lambda.Unknown",
  "Runtime.ExitError",
  "Sandbox.Timedout",
]);

const states = [...Object.entries(definition.States), ...Object.entries(child.States)];
const retried = states.flatMap(([name, { Retry = [] }]) =>
  Retry.flatMap(({ ErrorEquals }) => ErrorEquals.map((error) => ({ name, error }))),
);
const tasks = states.filter(([, { Type }]) => Type === "Task");

it("passes asl-validator", () => {
  const file = join(mkdtempSync(join(tmpdir(), "curfew-asl-")), "daily.asl.json");
  writeFileSync(file, definitionText);
  const validator = createRequire(import.meta.url).resolve("asl-validator/dist/bin/asl-validator.js");

  expect(() =>
    execFileSync(process.execPath, [validator, "--json-path", file], { encoding: "utf8" }),
  ).not.toThrow();
  expect(definitionText).not.toMatch(/\$\{/);
});

it("retries only errors that exist: ours by their class, and AWS's own", () => {
  const ours = new Set(Object.keys(errors));

  expect(retried.length).toBeGreaterThan(0);
  expect(retried.filter(({ error }) => !ours.has(error) && !awsErrors.has(error))).toEqual([]);
});

it("knows our errors by a name that survives a minified bundle", () => {
  for (const [name, OurError] of Object.entries(errors)) expect(new OurError("why").name).toBe(name);
});

it("never retries everything, and never an account that will not be reached in a minute either", () => {
  const names = retried.map(({ error }) => error);

  expect(names).not.toContain("States.ALL");
  expect(names).not.toContain("States.TaskFailed");
  expect(names).not.toContain("AccountUnreached");
});

it("retries each task after an interruption, a timeout, and a crash of the function", () => {
  expect(tasks.map(([name]) => name)).toEqual(["ListAccounts", "RestoreKey", "Report", "EnforceAccount"]);
  for (const [name] of tasks)
    for (const error of ["Interrupted", "States.Timeout", "Sandbox.Timedout", "Runtime.ExitError"])
      expect(retried).toContainEqual({ name, error });
});

it("comes back to a notice that another worker has claimed, once that claim is stale", () => {
  for (const state of [child.States.EnforceAccount, definition.States.RestoreKey]) {
    const back = state?.Retry?.find(({ ErrorEquals }) => ErrorEquals.includes("NoticesInFlight"));

    expect(back?.IntervalSeconds).toBeGreaterThan(claimLeaseMilliseconds / 1000);
  }
});

it("waits for a worker longer than the worker can live", () => {
  for (const [, { TimeoutSeconds }] of tasks) expect(TimeoutSeconds).toBeGreaterThan(15 * 60);
});

it("times out before the next day's run: one that hangs would be missed by every alarm for a year", () => {
  const hours = Number(definition.TimeoutSeconds) / 3_600;

  expect(hours).toBe(23);
});

it("lets no child fail the Map", () => {
  expect(child.States.EnforceAccount?.Catch).toEqual([
    { ErrorEquals: ["States.ALL"], Next: "AccountUnreached" },
  ]);
  expect(child.States.AccountUnreached?.Type).toBe("Pass");
});
