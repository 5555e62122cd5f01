import * as fc from "fast-check";
import { expect, it } from "vitest";
import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import { propertyCases } from "../../support/property-cases.ts";
import type { KeyLife } from "./key-life.ts";
import { anyRestlessOwner, pester } from "./restless-owner.ts";

/** The most days with mail about the key in any 30. */
function mostMailingDays(life: KeyLife): number {
  const days = [...mailingDays(life)];
  const inMonthFrom = (first: Day) => days.filter((day) => first <= day && day <= addDays(first, 29)).length;
  return Math.max(0, ...days.map(inMonthFrom));
}

function mailingDays({ sent }: KeyLife): Set<Day> {
  return new Set(sent.filter(({ fate }) => fate !== "refused").map(({ sentOn }) => sentOn));
}

it("tags cause mail about a key on at most 12 of any 30 days, however they are changed", async () => {
  // One in five of these lives found the fault that this property is about.
  const lives = Math.ceil(propertyCases / 4);
  let most = 0;
  let deactivated = 0;
  await fc.assert(
    fc.property(anyRestlessOwner, (owner) => {
      const life = pester(owner);
      most = Math.max(most, mostMailingDays(life));
      deactivated += life.deactivatedAt === undefined ? 0 : 1;
    }),
    { numRuns: lives },
  );
  console.info("owners who want mail:", { lives, most, deactivated });
  expect(most).toBeLessThanOrEqual(12);
  expect(most).toBeGreaterThan(10);
  expect(deactivated).toBeGreaterThan(lives / 10);
});
