import * as fc from "fast-check";
import { expect, it } from "vitest";
import { addDays } from "../../../../functions/domain/calendar-day.ts";
import { simulateDays } from "../../../../infra/cli/simulate/simulate-days.ts";
import { rules } from "../../../functions/domain/policy-fixture.ts";
import { anyLife } from "../../../functions/domain/random-lives.ts";
import { propertyCases } from "../../../support/property-cases.ts";
import { policyOf, recordedLife, stepsOf } from "./simulated-life.ts";

const simulatedDays = 30;

const newRules = fc
  .record({
    first: fc.integer({ min: 20, max: 90 }),
    gap: fc.integer({ min: 5, max: 40 }),
    minimumNoticeDays: fc.integer({ min: 7, max: 20 }),
    noticeValidDays: fc.integer({ min: 3, max: 30 }),
    weekdays: fc.constantFrom([], ["monday", "wednesday"] as const),
  })
  .map(({ first, gap, weekdays, ...numbers }) =>
    rules({
      ...numbers,
      stages: [
        { day: first, actions: { employee: "notify", machine: "notify" } },
        { day: first + gap, actions: { employee: "deactivate", machine: "notify" } },
      ],
      changeWindow: { weekdays, closed: [] },
    }),
  );

it("agrees key by key with 30 real days under the new settings, over random lives", async () => {
  let eventful = 0;
  await fc.assert(
    fc.property(anyLife, newRules, (random, next) => {
      const recorded = recordedLife(random);
      if (recorded === undefined) return;
      const { life, age, day, key } = recorded;
      const lived = life.liveThrough(age + 1, age + simulatedDays, { [age + 1]: { rules: next } });
      const { outcomes } = simulateDays({
        keys: [key],
        policy: policyOf(next),
        from: addDays(day, 1),
        to: addDays(day, simulatedDays),
        spreadOverDays: 1,
        activeKeys: 1,
        honoursApprovals: false,
      });

      expect(outcomes.get(key.accessKeyId)?.steps).toEqual(stepsOf(lived));
      if (stepsOf(lived).length > 0) eventful += 1;
    }),
    { numRuns: propertyCases },
  );
  // Lives in which nothing happens would prove nothing.
  expect(eventful).toBeGreaterThan(propertyCases / 4);
});
