import { configDefaults, defineConfig } from "vitest/config";
import { timeLimits } from "./test/support/limits.ts";

/** The tests that Stryker runs against each mutant of functions/domain. */
export default defineConfig({
  test: {
    include: ["test/functions/domain/**/*.test.ts"],
    ...timeLimits,
    // Random lives and the days of whole Organizations would run again for most mutants, and take hours.
    exclude: [...configDefaults.exclude, "**/*.property.test.ts", "**/organization-days.test.ts"],
  },
});
