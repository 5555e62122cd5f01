import { expect, it } from "vitest";
import { loggedSince } from "../support/log-lines.ts";
import { printFigures } from "../support/print-figures.ts";
import { scaledTime } from "../support/scaled-time.ts";
import { slowShare } from "../support/slow-share.ts";
import { synthesizeOnce } from "../support/synthesize-once.ts";
import { soak } from "./soak.ts";

scaledTime();
const logged = loggedSince();

/** With fewer accounts, no day has enough due keys for a plan to need an approval. */
const fewestAccounts = 40;
const accounts = Math.max(fewestAccounts, Math.ceil(200 / slowShare));

it(`mails and deactivates what the plain rules say, for a month in ${accounts} accounts, while every fiftieth call fails`, async () => {
  const { differences, records, figures, leaks } = await soak(
    { synthesize: synthesizeOnce, seed: 2027, days: 30, everyDays: 1, accounts, faults: 0.02 },
    logged,
  );
  printFigures("soak", { ...figures, differences: differences.length, leaks });
  for (const record of records) console.info(record);

  expect(differences).toEqual([]);
  expect(leaks).toBe(0);
  expect(figures.duplicates).toBeLessThanOrEqual(figures.admittedDuplicates);
  for (const figure of [figures.deactivations, figures.restores, figures.approvals])
    expect(figure).toBeGreaterThan(0);
});
