import { expect, it } from "vitest";
import { accessDenied, failing } from "../functions/worker/around.ts";
import { setStatus } from "../functions/worker/memory-account.ts";
import { runWorker } from "../functions/worker/run-worker.ts";
import { keyIdOf, mailed, statuses, toldInTime, worldOf } from "../functions/worker/world.ts";
import { capturedLog } from "../support/captured-log.ts";

capturedLog();
const jane = keyIdOf("jane");

it("the fresh key was disabled and the old one kept, because slots were matched to an order: keys are known by their id (c10)", async () => {
  const fresh = { age: 1, id: "AKIAEXAMPLEFRESH" };
  const old = { age: 90, id: "AKIAEXAMPLEOLD", told: toldInTime(90) };
  for (const keys of [
    [fresh, old],
    [old, fresh],
  ]) {
    const world = worldOf({ jane: { keys } });

    await runWorker(world);

    expect(statuses(world)).toEqual({ AKIAEXAMPLEFRESH: "Active", AKIAEXAMPLEOLD: "Inactive" });
  }
});

it("a key its owner had switched off yesterday was acted on today by its age: it is left alone and untold (c7)", async () => {
  const world = worldOf({ jane: { keys: [{ age: 89, told: { "day-70": 19, "day-80": 9 } }] } });
  setStatus(world.users, "jane", jane, "Inactive");

  for (const daysLater of [1, 2, 10]) await runWorker(world, { daysLater });

  expect(world.calls.filter((call) => call.startsWith("UpdateAccessKey"))).toEqual([]);
  expect(world.outbox).toEqual([]);
});

it("inactive keys were disabled and their owners mailed again in every run: once is enough (c13)", async () => {
  const world = worldOf({ jane: { keys: [{ age: 90, told: toldInTime(90) }] } });

  for (const daysLater of [0, 7, 14, 200]) await runWorker(world, { daysLater });

  expect(world.calls.filter((call) => call.startsWith("UpdateAccessKey"))).toHaveLength(1);
  expect(mailed(world)).toEqual([`jane@example.com: deactivated ${jane}`]);
});

it.each([
  "ListAccessKeys ann",
  "ListUserTags ann",
  "UpdateAccessKey ann",
  `GetAccessKeyLastUsed ${keyIdOf("ann")}`,
])(
  "the first error stopped the rest of the users, after some keys were changed and before any mail: %s fails, the rest is done (c14, c21)",
  async (call) => {
    const due = { keys: [{ age: 90, told: toldInTime(90) }] };
    const world = worldOf({ ann: due, jane: due, zoe: due });

    await runWorker(world, { around: failing({ [call]: accessDenied }) });

    expect(statuses(world)).toMatchObject({ [jane]: "Inactive", [keyIdOf("zoe")]: "Inactive" });
    expect(mailed(world)).toEqual(
      expect.arrayContaining([
        `jane@example.com: deactivated ${jane}`,
        `zoe@example.com: deactivated ${keyIdOf("zoe")}`,
      ]),
    );
  },
);

it.each([90, 91, 365, 3_650])(
  "a name that was not defined kept every key past the limit on: a key of %i days is switched off (c18)",
  async (age) => {
    const world = worldOf({ jane: { keys: [{ age, told: toldInTime(age) }] } });

    const { error } = await runWorker(world);

    expect(error).toBeUndefined();
    expect(statuses(world)).toEqual({ [jane]: "Inactive" });
  },
);
