import { configDefaults, defineConfig } from "vitest/config";
import { clouds } from "./test/support/cloud-suites.ts";
import { timeLimits } from "./test/support/limits.ts";

/** Days of whole Organizations on the embedded cloud. */
export default defineConfig({
  test: {
    include: clouds.map((path) => path.replace(/\*\*$/, "**/*.test.ts")),
    exclude: [...configDefaults.exclude, "test/integration/moto/**"],
    globalSetup: ["test/support/assembly-home.ts"],
    ...timeLimits,
    maxWorkers: 2,
  },
});
