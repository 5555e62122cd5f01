import { addDays } from "../../../functions/domain/calendar-day.ts";
import { today } from "../domain/key-fixture.ts";
import type { WorkerWish } from "./run-worker.ts";
import { toldInTime, type World, worldOf } from "./world.ts";

/** The mail service refuses Bob's address; the fallback contact is told instead. */
export const bobIsRefused: Pick<WorkerWish, "mailFails"> = {
  mailFails: { "bob@example.com": "rejected" },
};

/** An account in which one run has everything to do that a run can have to do. */
export function busyAccount(): World {
  const deactivated = { "deactivated-1": 30, ...toldInTime(120) };
  return worldOf({
    ann: { email: "ann@example.com ann@corp.example.com", keys: [{ age: 90, told: toldInTime(90) }] },
    bob: { keys: [{ age: 90, told: toldInTime(90) }] },
    ci: { userType: "machine", email: "team@example.com", keys: [{ age: 120 }] },
    dan: { keys: [{ age: 400 }] },
    eve: { keys: [{ age: 70 }, { age: 80, told: { "day-70": 10 } }] },
    // Switched off a month ago, switched on again by its owner.
    fay: {
      keys: [
        {
          age: 120,
          told: deactivated,
          history: {
            deactivation: { state: "done", on: addDays(today, -30), run: "old", count: 1 },
          },
        },
      ],
    },
    gus: { email: undefined, keys: [{ age: 70 }] },
    may: { keys: [{ age: 10 }, { age: 200, status: "Inactive" }] },
  });
}
