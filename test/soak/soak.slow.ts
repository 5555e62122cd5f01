import { expect, it } from "vitest";
import { loggedSince } from "../faults/log-lines.ts";
import { scaledTime } from "../faults/scaled-time.ts";
import { writeFigures } from "../figures/write-figures.ts";
import { integrationSettings } from "../integration/integration-settings.ts";
import { synthesizeOnce } from "../integration/synthesize-once.ts";
import { slowShare } from "../slow-share.ts";
import { soak } from "./soak.ts";

scaledTime();
const logged = loggedSince();

const accounts = Math.ceil(200 / slowShare);

it(`tells and switches off what the plain rules say, for a month in ${accounts} accounts, while every fiftieth call fails`, async () => {
  const assembly = synthesizeOnce(integrationSettings());

  const { differences, figures, leaks } = await soak(
    { assembly, seed: 2027, days: 30, everyDays: 1, accounts, faults: 0.02 },
    logged,
  );
  const { days, notices, deactivations, duplicates, admittedDuplicates } = figures;
  writeFigures(
    "soak",
    {
      days,
      accounts,
      notices,
      deactivations,
      differences: differences.length,
      duplicatesBeyondAdmitted: Math.max(0, duplicates - admittedDuplicates),
      leaks,
    },
    figures,
  );

  expect(differences).toEqual([]);
  expect(leaks).toBe(0);
  expect(figures.duplicates).toBeLessThanOrEqual(figures.admittedDuplicates);
});
