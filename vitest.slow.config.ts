import { defineConfig } from "vitest/config";
import { hangsAfterMs, timeLimits } from "./test/support/limits.ts";

/** What takes minutes: every call site with every fault, a month of runs, and random inputs in large numbers. */
export default defineConfig({
  test: {
    include: ["test/**/*.slow.ts", "test/**/*.property.test.ts"],
    env: { PROPERTY_CASES: process.env.PROPERTY_CASES ?? "10000" },
    globalSetup: ["test/support/assembly-home.ts"],
    ...timeLimits,
    // One test here simulates many hundreds of days, which takes up to an hour on a busy machine.
    testTimeout: 12 * hangsAfterMs,
    maxWorkers: 2,
    // The suites print their figures.
    disableConsoleIntercept: true,
  },
});
