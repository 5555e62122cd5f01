import { configDefaults, defineConfig } from "vitest/config";
import { clouds } from "./test/support/cloud-suites.ts";
import { timeLimits } from "./test/support/limits.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...clouds],
    globalSetup: ["test/support/assembly-home.ts"],
    ...timeLimits,
    // Each worker imports the CDK and the AWS SDK and bundles the functions once, not for every test file.
    isolate: false,
    setupFiles: ["test/support/shared-process.ts"],
    // CI has two cores, and the embedded cloud starts processes of its own.
    maxWorkers: 2,
  },
});
