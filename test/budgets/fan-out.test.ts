import { expect, it } from "vitest";
import { measureFanOut } from "../bench/measure-fan-out.ts";
import { integrationSettings } from "../support/integration-settings.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";

// The bench does the same with 50,000 accounts.
it("lists 1,500 accounts and reports on their results within the functions' memory", async () => {
  const settings = integrationSettings();

  const figures = await measureFanOut({ settings, assembly: synthesizeOnce(settings) }, 1_500);

  expect(figures.map(({ function: name }) => name)).toEqual(["curfew-scheduler", "curfew-report"]);
  for (const { failure, peakMemoryMb, memoryMb } of figures) {
    expect(failure).toBeUndefined();
    expect(peakMemoryMb).toBeGreaterThan(0);
    // Half of it at most: Lambda kills without a word what needs more than all.
    expect(peakMemoryMb).toBeLessThan(memoryMb / 2);
  }
});
