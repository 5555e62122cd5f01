import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // It needs moto_server on PATH: `npm run test:moto`.
    exclude: [...configDefaults.exclude, "test/integration/moto/**"],
    globalSetup: ["test/integration/assembly-home.ts"],
    testTimeout: 20_000,
    // Two cores run the suite in CI; the embedded cloud wants one of them.
    maxWorkers: 2,
  },
});
