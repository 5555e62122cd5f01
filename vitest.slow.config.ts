import { defineConfig } from "vitest/config";

/** What takes minutes: every call site through every fault, the soak, and fuzzing at length. */
export default defineConfig({
  test: {
    include: ["test/**/*.slow.ts"],
    globalSetup: ["test/integration/assembly-home.ts"],
    // Against hanging; how long they take depends on what else the machine does.
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
    maxWorkers: 2,
    // Their figures are for people to read.
    disableConsoleIntercept: true,
  },
});
