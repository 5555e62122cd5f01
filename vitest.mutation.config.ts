import { configDefaults, defineConfig } from "vitest/config";
import { timeLimits } from "./test/support/limits.ts";

/** The tests that Stryker runs against each mutant of functions/domain. */
export default defineConfig({
  test: {
    include: ["test/functions/domain/**/*.test.ts"],
    // It lives thousands of keys over a year for each test, and would do so again for most mutants.
    exclude: [...configDefaults.exclude, "**/organization-days.test.ts"],
    ...timeLimits,
    // Each mutant is met by many of these lives already; more would only cost time.
    env: { PROPERTY_CASES: "100" },
  },
});
