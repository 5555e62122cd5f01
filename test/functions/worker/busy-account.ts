import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { WorkerWish } from "./run-worker.ts";
import { today, type World, warned, worldOf } from "./world.ts";

/** SES refuses Bob's address, so the fallback contact is notified instead. */
export const bobIsRefused: Pick<WorkerWish, "mailFails"> = {
  mailFails: { "bob@example.com": "rejected" },
};

/** An account in which one run has every kind of work to do. */
export function busyAccount(): World {
  return worldOf({
    ann: { email: "ann@example.com ann@corp.example.com", keys: [{ age: 90, notified: warned }] },
    bob: { keys: [{ age: 90, notified: warned }] },
    ci: { userType: "machine", email: "team@example.com", keys: [{ age: 120, notified: [70] }] },
    dan: { email: "dan@example.com dan@corp.example.com", keys: [{ age: 400 }] },
    eve: { keys: [{ age: 70 }, { age: 80, notified: [70] }] },
    // An earlier run was interrupted after the key became Inactive.
    fay: {
      keys: [
        {
          age: 91,
          status: "Inactive",
          notified: warned,
          history: { deactivation: { state: "intended", number: 1, on: addDays(today, -1), run: "old" } },
        },
      ],
    },
    gus: { email: undefined, keys: [{ age: 70 }] },
    may: { keys: [{ age: 10 }, { age: 200, status: "Inactive" }] },
  });
}
