import { afterAll, expect, it } from "vitest";
import { capturedLog } from "../support/captured-log.ts";
import { printFigures } from "../support/print-figures.ts";
import { propertyCases } from "../support/property-cases.ts";
import type { Fared } from "./clear-or-right.ts";

/** Fuzzes inputs that come from outside, by subject. The slow suite prints the outcomes. */
export function describeFuzz(subjects: Readonly<Record<string, () => Promise<Fared>>>): void {
  capturedLog();
  const all: Record<string, Fared> = {};
  afterAll(() => {
    if (propertyCases > 1_000) printFigures("fuzz", all);
  });
  for (const [subject, fuzz] of Object.entries(subjects))
    it(`${subject}: garbage is refused with the name of the field, or has no forbidden effect`, async () => {
      const fared = await fuzz();
      all[subject] = fared;
      expect(fared.inputs).toBeGreaterThanOrEqual(propertyCases);
      expect(fared.taken).toBeGreaterThan(0);
    });
}
