import * as fc from "fast-check";
import { propertyCases } from "../../support/property-cases.ts";
import { liveDays } from "./account-days.ts";
import type { KeyLife } from "./key-life.ts";
import { anyLife, type RandomLife } from "./random-lives.ts";

/** Checks each key of random lives. */
export async function checkLives(property: (life: KeyLife, random: RandomLife) => void): Promise<void> {
  await fc.assert(
    fc.property(anyLife, (random) => {
      for (const life of liveDays(random)) property(life, random);
    }),
    { numRuns: propertyCases },
  );
}
