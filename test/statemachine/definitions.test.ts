import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { claimLeaseMilliseconds } from "../../functions/aws/ledger-claims.ts";
import * as errors from "../../functions/runtime/errors.ts";
import {
  childrenOf,
  definitionOf,
  definitionText,
  type MachineName,
  machineNames,
  type Retrier,
} from "./state-machine.ts";

/** Error names of Step Functions and Lambda (Step Functions developer guide, Handling errors). */
const awsErrors = new Set([
  "States.ALL",
  "States.Timeout",
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
  "Lambda.Unknown",
  "Lambda.CodeArtifactUserPendingException",
  "Lambda.ResourceNotReadyException",
  "Lambda.ResourceConflictException",
  "Runtime.ExitError",
  "Sandbox.Timedout",
]);

/** The states of a machine and of the children of its Maps. */
function statesOf(name: MachineName) {
  const definition = definitionOf(name);
  return [definition, ...childrenOf(definition).values()].flatMap(({ States }) => Object.entries(States));
}

const allStates = machineNames.flatMap(statesOf);
const tasks = allStates.filter(([, { Type }]) => Type === "Task");
const children = machineNames.flatMap((name) => [...childrenOf(definitionOf(name))]);
const retried = allStates.flatMap(([, { Retry = [] }]) => Retry.flatMap(({ ErrorEquals }) => ErrorEquals));

it.each(machineNames)("passes asl-validator with every substitution made: %s", (name) => {
  const directory = mkdtempSync(join(tmpdir(), "curfew-asl-"));
  const file = join(directory, "definition.asl.json");
  writeFileSync(file, definitionText(name));
  const validator = createRequire(import.meta.url).resolve("asl-validator/dist/bin/asl-validator.js");

  try {
    expect(() =>
      execFileSync(process.execPath, [validator, "--json-path", file], { encoding: "utf8" }),
    ).not.toThrow();
  } finally {
    rmSync(directory, { recursive: true });
  }
  expect(definitionText(name)).not.toMatch(/\$\{/);
});

it("invokes a function in each task", () => {
  expect(tasks.map(([name]) => name)).toEqual([
    "ListAccounts",
    "PlanDeactivations",
    "Report",
    "EvaluateAccount",
    "DeactivateKeysOfAccount",
    "FindKeys",
    "SumUp",
    "RestoreKeysOfAccount",
    "Approve",
  ]);
});

it("retries only errors that exist: ours by the name of their class, and AWS's own", () => {
  const ours = new Set(Object.keys(errors));

  expect(retried.filter((error) => !ours.has(error) && !awsErrors.has(error))).toEqual([]);
});

it("identifies our errors by a name that survives minification", () => {
  for (const [name, OurError] of Object.entries(errors)) expect(new OurError("why").name).toBe(name);
});

it("never retries a permanent error", () => {
  for (const error of ["States.ALL", "States.TaskFailed", "AccountUnreachable", "StaleRun", "SenderUnusable"])
    expect(retried).not.toContain(error);
});

it.each(tasks)(
  "retries %s after an interruption, throttling, a timeout, and a crash",
  (_, { Retry = [] }) => {
    const names = Retry.flatMap(({ ErrorEquals }) => ErrorEquals);

    for (const error of [
      "Interrupted",
      "Lambda.TooManyRequestsException",
      "Lambda.ServiceException",
      "States.Timeout",
      "Sandbox.Timedout",
      "Runtime.ExitError",
    ])
      expect(names).toContain(error);
  },
);

/** How long a retrier waits in all, at least. */
function shortestWait({
  IntervalSeconds,
  BackoffRate,
  MaxAttempts,
  MaxDelaySeconds,
  JitterStrategy,
}: Retrier) {
  if (JitterStrategy === "FULL") return 0;
  const waits = Array.from({ length: MaxAttempts }, (_, attempt) => IntervalSeconds * BackoffRate ** attempt);
  return waits.reduce((sum, wait) => sum + Math.min(wait, MaxDelaySeconds ?? wait), 0);
}

it.each(tasks)(
  "gives a function five minutes to become active again after weeks without a call: %s",
  (_, { Retry = [] }) => {
    for (const error of [
      "Lambda.CodeArtifactUserPendingException",
      "Lambda.ResourceNotReadyException",
      "Lambda.ResourceConflictException",
    ]) {
      const retrier = Retry.find(({ ErrorEquals }) => ErrorEquals.includes(error));
      if (retrier === undefined) throw new Error(`${error} is not retried`);
      expect(shortestWait(retrier)).toBeGreaterThanOrEqual(300);
    }
  },
);

it.each(children)(
  "retries notices that another worker has claimed after the claim is stale: %s",
  (_, child) => {
    const [, { Retry = [] }] = Object.entries(child.States)[0] ?? ["", {}];
    const back = Retry.find(({ ErrorEquals }) => ErrorEquals.includes("NoticesInFlight"));

    expect(back?.IntervalSeconds).toBeGreaterThan(claimLeaseMilliseconds / 1000);
  },
);

it("waits for a function longer than its timeout", () => {
  for (const [, { TimeoutSeconds }] of tasks) expect(TimeoutSeconds).toBeGreaterThan(15 * 60);
});

it("times out before the next day's run: no alarm would notice an execution that hangs for a year", () => {
  for (const name of machineNames) expect(definitionOf(name).TimeoutSeconds).toBeLessThanOrEqual(23 * 3_600);
});

it.each(children)("lets no child fail the Map %s", (_, { States }) => {
  const [task, pass, ...others] = Object.entries(States);

  expect(others).toEqual([]);
  expect(task?.[1].Catch).toEqual([{ ErrorEquals: ["States.ALL"], Next: pass?.[0] }]);
  expect(pass?.[1]).toMatchObject({ Type: "Pass", Result: {}, End: true });
});

it("reads the concurrency of the daily Maps from the scheduler's answer", () => {
  for (const map of ["EvaluateAccounts", "DeactivateKeys"])
    expect(definitionOf("daily").States[map]).toMatchObject({ MaxConcurrencyPath: "$.maxConcurrency" });
});
