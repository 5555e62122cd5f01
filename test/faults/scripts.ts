import { addDays } from "../../functions/domain/calendar-day.ts";
import { accounts, busyDay, keyId } from "./busy-organization.ts";
import { type BusyRun, busyInput } from "./busy-world.ts";
import type { Step } from "./lived-days.ts";

/** Days after the busy one on which Curfew runs, until everything that began on it must be done. */
const laterDays = [1, 2, 3, 10, 13, 24];

function run(after: number, kind: BusyRun): Step {
  return {
    id: `run-${after}`,
    after,
    machine: "daily",
    input: (isClosed) => busyInput(kind, isClosed ? [accounts.busy] : []),
  };
}

/** The busy day, and those that follow. */
export function dailyScript(kind: BusyRun): Step[] {
  return [0, ...laterDays].map((after) => run(after, kind));
}

/** For how many days the keys are restored. */
export const restoredDays = 3;
const restored = { days: restoredDays, reason: "the new key does not work" };

/** One key of Ned's, or all that the run of ten days ago deactivated. */
const restoreInputs = {
  key: { accountId: accounts.busy, accessKeyId: keyId("NED1"), ...restored },
  run: { run: `daily-${addDays(busyDay, -10)}`, day: addDays(busyDay, -10), ...restored },
} as const;

/** A restore, the same request once more as an operator would make it, and the days that follow. */
export function restoreScript(what: keyof typeof restoreInputs): Step[] {
  const input = () => restoreInputs[what];
  const request = (id: string): Step => ({ id, after: 0, machine: "restore", input });
  return [request("restore"), request("again"), ...dailyScript("daily")];
}

/** A run whose plan awaits approval, the approval, the same once more, and the days that follow. */
export function approveScript(): Step[] {
  const [first, ...later] = dailyScript("approval");
  if (first === undefined) throw new Error("a script has a first day");
  const request = { run: first.id, day: busyDay, reason: "all are known", approvedBy: "sam@example.com" };
  const approve = (id: string): Step => ({ id, after: 0, machine: "approve", input: () => request });
  return [first, approve("approve"), approve("again"), ...later];
}
