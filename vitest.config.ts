import { configDefaults, defineConfig } from "vitest/config";
import { hangsAfterMs } from "./test/support/limits.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // It needs moto_server on PATH: `npm run test:moto`.
    exclude: [...configDefaults.exclude, "test/integration/moto/**"],
    globalSetup: ["test/support/assembly-home.ts"],
    testTimeout: hangsAfterMs,
    hookTimeout: hangsAfterMs,
    teardownTimeout: hangsAfterMs,
    expect: { poll: { timeout: hangsAfterMs } },
    // CI has two cores, and the embedded cloud starts processes of its own.
    maxWorkers: 2,
  },
});
