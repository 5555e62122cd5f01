import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import * as z from "zod/mini";
import { parse } from "../../functions/runtime/parse.ts";

/** How a test file fared. */
export interface SuiteResult {
  readonly suite: string;
  /** The tests that failed on an assertion or an error, in the order of the file. One that took too long says nothing. */
  readonly failed: readonly string[];
  readonly passed: number;
}

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.nullish(z.array(z.string())),
        }),
      ),
    }),
  ),
});

/** Runs test files with the project's own vitest. */
export async function runSuites(directory: string, suites: readonly string[]): Promise<SuiteResult[]> {
  const output = join(directory, "vitest-results.json");
  const vitest = join(directory, "node_modules/vitest/vitest.mjs");
  const child = spawn(
    process.execPath,
    [
      vitest,
      "run",
      "--maxWorkers=1",
      "--testTimeout=120000",
      "--hookTimeout=120000",
      "--reporter=json",
      `--outputFile=${output}`,
      ...suites,
    ],
    { cwd: directory, stdio: "ignore", env: { ...process.env, KEEP_FIGURES: "no" } },
  );
  await once(child, "exit");
  const { testResults } = parse(reportSchema, JSON.parse(readFileSync(output, "utf8")), "vitest's report");
  rmSync(output);
  return testResults.map(({ name, assertionResults }) => ({
    suite: relative(directory, name),
    failed: assertionResults
      .filter(({ status, failureMessages }) => status === "failed" && !isTimeout(failureMessages ?? []))
      .map(({ fullName }) => fullName),
    passed: assertionResults.filter(({ status }) => status === "passed").length,
  }));
}

function isTimeout(messages: readonly string[]): boolean {
  return messages.length > 0 && messages.every((message) => /^Error: (Test|Hook) timed out/.test(message));
}
