import { expect, it } from "vitest";
import { loggedSince } from "../support/log-lines.ts";
import { scaledTime } from "../support/scaled-time.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";
import { soak } from "./soak.ts";

scaledTime();
const logged = loggedSince();

it("mails and deactivates what the plain rules say, day by day, while every fiftieth call fails", async () => {
  const { differences, records, figures, leaks } = await soak(
    { synthesize: synthesizeOnce, seed: 1, days: 12, everyDays: 2, accounts: 12, faults: 0.02 },
    logged,
  );
  for (const record of records) console.info(record);

  expect(differences).toEqual([]);
  expect(leaks).toBe(0);
  expect(figures.duplicates).toBeLessThanOrEqual(figures.admittedDuplicates);
  expect(figures.notices).toBeGreaterThan(50);
  expect(figures.deactivations).toBeGreaterThan(2);
  expect(figures.faults).toBeGreaterThan(50);
});
