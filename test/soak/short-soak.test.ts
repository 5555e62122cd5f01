import { expect, it } from "vitest";
import { integrationSettings } from "../support/integration-settings.ts";
import { loggedSince } from "../support/log-lines.ts";
import { scaledTime } from "../support/scaled-time.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";
import { soak } from "./soak.ts";

scaledTime();
const logged = loggedSince();

it("tells and switches off what the plain rules say, run by run, while every fiftieth call fails", async () => {
  const assembly = synthesizeOnce(integrationSettings());

  const { differences, figures, leaks } = await soak(
    { assembly, seed: 1, days: 5, everyDays: 5, accounts: 30, faults: 0.02 },
    logged,
  );

  expect(differences).toEqual([]);
  expect(leaks).toBe(0);
  expect(figures.duplicates).toBeLessThanOrEqual(figures.admittedDuplicates);
  expect(figures.notices).toBeGreaterThan(50);
  expect(figures.deactivations).toBeGreaterThan(5);
  expect(figures.faults).toBeGreaterThan(50);
});
