import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // It needs moto_server on PATH: `npm run test:moto`.
    exclude: [...configDefaults.exclude, "test/integration/moto/**"],
    globalSetup: ["test/integration/assembly-home.ts"],
    // Only what hangs is to end so: a busy machine takes many times as long as a quiet one.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two cores run the suite in CI; the embedded cloud wants one of them.
    maxWorkers: 2,
  },
});
