import { expect, it } from "vitest";
import { addDays, daysBetween } from "../../functions/domain/calendar-day.ts";
import { today } from "../functions/domain/key-fixture.ts";
import { policy } from "../functions/domain/policy-fixture.ts";
import { runWorker } from "../functions/worker/run-worker.ts";
import { keyIdOf, statuses, worldOf } from "../functions/worker/world.ts";
import { capturedLog } from "../support/captured-log.ts";

capturedLog();
const jane = keyIdOf("jane");

it.each([90, 400, 3_650])(
  "the first deployment cut off keys whose owners were never warned: a key of %i days gets a final warning, and its days (c27)",
  async (age) => {
    const world = worldOf({ jane: { keys: [{ age }, { age: 200 }] } });

    for (const daysLater of [0, 1, 9]) await runWorker(world, { daysLater });
    expect(statuses(world)).toEqual({ [jane]: "Active", [keyIdOf("jane", 1)]: "Active" });
    expect(world.outbox).toHaveLength(1);
    expect(world.outbox[0]?.notices).toMatchObject([
      { kind: "finalWarning", switchOffOn: addDays(today, 10) },
      { kind: "finalWarning", switchOffOn: addDays(today, 10) },
    ]);

    await runWorker(world, { daysLater: 10 });
    expect(statuses(world)).toEqual({ [jane]: "Inactive", [keyIdOf("jane", 1)]: "Inactive" });
  },
);

it.each([
  { runs: [6, 16, 26], kinds: ["warning", "warning", "deactivated"] },
  { runs: [9, 19, 29], kinds: ["warning", "warning", "deactivated"] },
  { runs: [20, 28, 29, 30], kinds: ["warning", "finalWarning", "deactivated"] },
])(
  "a warning was given on the exact day only, so one missed run meant none: runs on days $runs warn all the same (c20)",
  async ({ runs, kinds }) => {
    const world = worldOf({ jane: { keys: [{ age: 65 }] } });

    for (const daysLater of runs) await runWorker(world, { daysLater });

    expect(world.outbox.flatMap(({ notices }) => notices.map(({ kind }) => kind))).toEqual(kinds);
  },
);

it.each([
  { minimumNoticeDays: 1, age: 60 },
  { minimumNoticeDays: 10, age: 60 },
  { minimumNoticeDays: 25, age: 60 },
  { minimumNoticeDays: 10, age: 85 },
  { minimumNoticeDays: 14, age: 300 },
])(
  "the mail promised ten days and the code gave seven, as template and code named the setting differently: every mail names the true day ($minimumNoticeDays days, from day $age) (c8)",
  async ({ minimumNoticeDays, age }) => {
    const world = worldOf({ jane: { keys: [{ age }] } });
    let offOn: string | undefined;
    for (let daysLater = 0; offOn === undefined && daysLater < 60; daysLater += 1) {
      await runWorker(world, { daysLater, policy: policy({ minimumNoticeDays }) });
      if (statuses(world)[jane] === "Inactive") offOn = addDays(today, daysLater);
    }

    const notices = world.outbox.flatMap((mail) => mail.notices);
    const promises = notices.filter(({ kind }) => kind !== "deactivated").map((notice) => notice.switchOffOn);
    expect(promises.length).toBeGreaterThan(0);
    expect(new Set(promises)).toEqual(new Set([offOn]));
    const firstTold = addDays(notices[0]?.createdOn ?? "", notices[0]?.age ?? 0);
    expect(daysBetween(firstTold, offOn ?? "")).toBeGreaterThanOrEqual(minimumNoticeDays);
  },
);

it("the mail failed, was only logged, and the key was acted on all the same: without a warning that left nothing is done (c12)", async () => {
  const world = worldOf({ jane: { keys: [{ age: 69 }] } });
  const mailFails = { "jane@example.com": "rejected", "cloud-team@example.com": "rejected" } as const;

  for (let daysLater = 0; daysLater < 40; daysLater += 1) await runWorker(world, { daysLater, mailFails });

  expect(statuses(world)).toEqual({ [jane]: "Active" });
  expect(world.saved.at(-1)?.results[0]?.decision).toMatchObject({ withheld: "graceNotOver" });
});
