import { expect, it } from "vitest";
import { loggedSince } from "../faults/log-lines.ts";
import { scaledTime } from "../faults/scaled-time.ts";
import { integrationSettings } from "../integration/integration-settings.ts";
import { synthesizeOnce } from "../integration/synthesize-once.ts";
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
}, 240_000);
