import { defineConfig } from "vitest/config";
import { timeLimits } from "./test/support/limits.ts";

/** The integration suite on moto instead of the embedded cloud. */
export default defineConfig({
  test: {
    include: ["test/integration/moto/**/*.test.ts"],
    globalSetup: ["test/support/assembly-home.ts"],
    ...timeLimits,
    // CI has two cores, and each file starts a moto and processes of its own.
    maxWorkers: 2,
  },
});
