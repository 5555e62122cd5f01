import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/integration/moto/**/*.test.ts"],
    globalSetup: ["test/integration/assembly-home.ts"],
    testTimeout: 60_000,
    // Each file starts several moto servers; two cores run the suite in CI.
    maxWorkers: 1,
  },
});
