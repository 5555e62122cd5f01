import { addDays } from "../../functions/domain/calendar-day.ts";
import { accounts, busyDay, keyId } from "./busy-organization.ts";
import { type BusyRun, busyInput } from "./busy-world.ts";
import type { Step } from "./lived-days.ts";

/** How many days after the busy day Curfew runs. By the last one, everything that began on the busy day is done. */
const laterDays = [1, 2, 3, 10, 13, 24];

function run(after: number, kind: BusyRun): Step {
  return {
    id: `run-${after}`,
    after,
    machine: "daily",
    input: (isClosed) => busyInput(kind, isClosed ? [accounts.busy] : []),
  };
}

/** The busy day and the days after it. */
export function dailyScript(kind: BusyRun): Step[] {
  return [0, ...laterDays].map((after) => run(after, kind));
}

/** How many days a restore lasts. */
export const restoredDays = 3;
const restored = { days: restoredDays, reason: "the new key does not work" };

/** Restores one key of Ned's, or all keys that the run of ten days ago deactivated. */
const restoreInputs = {
  key: { accountId: accounts.busy, accessKeyId: keyId("NED1"), ...restored },
  run: { run: `daily-${addDays(busyDay, -10)}`, day: addDays(busyDay, -10), ...restored },
} as const;

/** A restore, the same request again as an operator would repeat it, and the days after it. */
export function restoreScript(what: keyof typeof restoreInputs): Step[] {
  const input = () => restoreInputs[what];
  const request = (id: string): Step => ({ id, after: 0, machine: "restore", input });
  return [request("restore"), request("again"), ...dailyScript("daily")];
}

/** A run whose plan awaits approval, the approval, the same approval again, and the days after it. */
export function approveScript(): Step[] {
  const [first, ...later] = dailyScript("approval");
  if (first === undefined) throw new Error("a script has a first day");
  const request = { run: first.id, day: busyDay, reason: "all are known", approvedBy: "sam@example.com" };
  const approve = (id: string): Step => ({ id, after: 0, machine: "approve", input: () => request });
  return [first, approve("approve"), approve("again"), ...later];
}
