import * as fc from "fast-check";
import { expect, it } from "vitest";
import { propertyCases } from "../../support/property-cases.ts";
import { checkDay, emptyTally, type Sent } from "./life-rules.ts";
import { live } from "./live.ts";
import { anyLife } from "./random-life.ts";

it(`breaks no rule on any day of ${propertyCases} random lives of an account`, async () => {
  const tally = emptyTally();
  const property = fc.property(anyLife, (life) => {
    const sent: Sent = new Map();
    for (const step of live(life)) checkDay(step, sent, tally);
  });
  await fc.assert(property, { numRuns: propertyCases });

  console.info(`${propertyCases} lives of an account:`, tally);
  for (const [what, often] of Object.entries(tally)) expect(often, what).toBeGreaterThan(propertyCases / 20);
});
