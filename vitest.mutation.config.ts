import { configDefaults, defineConfig } from "vitest/config";
import { timeLimits } from "./test/support/limits.ts";

/** The folder of `functions` that Stryker changes. */
const folder = process.env.MUTATED_FOLDER ?? "domain";

/** The tests that Stryker runs against each mutant of that folder: those of the folder itself. */
export default defineConfig({
  test: {
    include: [`test/functions/${folder}/**/*.test.ts`],
    ...timeLimits,
    // Imports would take most of the time of a mutant.
    isolate: false,
    // Random lives and the days of whole Organizations would run again for most mutants, and take hours.
    exclude: [
      ...configDefaults.exclude,
      "**/*.property.test.ts",
      "**/organization-days.test.ts",
      "**/killed-worker.test.ts",
      "**/two-workers.test.ts",
    ],
  },
});
