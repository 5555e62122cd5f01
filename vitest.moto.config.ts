import { defineConfig } from "vitest/config";
import { hangsAfterMs } from "./test/support/limits.ts";

/** The integration suite on moto instead of the embedded cloud. */
export default defineConfig({
  test: {
    include: ["test/integration/moto/**/*.test.ts"],
    globalSetup: ["test/support/assembly-home.ts"],
    testTimeout: hangsAfterMs,
    hookTimeout: hangsAfterMs,
    teardownTimeout: hangsAfterMs,
    expect: { poll: { timeout: hangsAfterMs } },
    // CI has two cores, and each file starts a moto and processes of its own.
    maxWorkers: 2,
  },
});
