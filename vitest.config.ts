import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 20_000,
    // Two cores run the suite in CI; the embedded cloud wants one of them.
    maxWorkers: 2,
  },
});
