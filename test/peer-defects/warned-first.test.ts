import { expect, it } from "vitest";
import { addDays, daysBetween } from "../../functions/domain/calendar-day.ts";
import { policy } from "../functions/domain/policy-fixture.ts";
import { runBoth, type WorkerWish } from "../functions/worker/run-worker.ts";
import { deliverAll, keyIdOf, statuses, today, type World, worldOf } from "../functions/worker/world.ts";
import { capturedLog } from "../support/captured-log.ts";

capturedLog();
const jane = keyIdOf("jane");

/** One day: both steps of the run, and then SES reports every mail as delivered. */
async function day(world: World, daysLater: number, wish: WorkerWish = {}): Promise<void> {
  await runBoth(world, { ...wish, daysLater });
  deliverAll(world);
}

it.each([90, 400, 3_650])(
  "gives the owner of a key of %i days a final warning and the days of notice at the first deployment; a peer deactivated unwarned keys (c27)",
  async (age) => {
    const world = worldOf({ jane: { keys: [{ age }, { age: 200 }] } });

    for (const daysLater of [0, 1, 9]) await day(world, daysLater);
    expect(statuses(world)).toEqual({ [jane]: "Active", [keyIdOf("jane", 1)]: "Active" });
    expect(world.outbox).toHaveLength(1);
    expect(world.outbox[0]?.notices).toMatchObject([
      { kind: "finalWarning", names: addDays(today, 10) },
      { kind: "finalWarning", names: addDays(today, 10) },
    ]);

    await day(world, 10);
    expect(statuses(world)).toEqual({ [jane]: "Inactive", [keyIdOf("jane", 1)]: "Inactive" });
  },
);

it.each([
  { runs: [6, 16, 26], kinds: ["warning", "warning", "deactivated"] },
  { runs: [9, 19, 29], kinds: ["warning", "warning", "deactivated"] },
  { runs: [20, 28, 29, 30], kinds: ["warning", "deactivated"] },
])(
  "warns in time although there are runs on the days $runs only; a peer warned on the exact day only (c20)",
  async ({ runs, kinds }) => {
    const world = worldOf({ jane: { keys: [{ age: 65 }] } });

    for (const daysLater of runs) await day(world, daysLater);

    expect(world.outbox.flatMap(({ notices }) => notices.map(({ kind }) => kind))).toEqual(kinds);
  },
);

it.each([
  { minimumNoticeDays: 7, age: 60 },
  { minimumNoticeDays: 10, age: 60 },
  { minimumNoticeDays: 25, age: 60 },
  { minimumNoticeDays: 10, age: 85 },
  { minimumNoticeDays: 14, age: 300 },
])(
  "names the true day in every mail, with $minimumNoticeDays days of notice from day $age on; a peer's mail and code read two settings (c8)",
  async ({ minimumNoticeDays, age }) => {
    const world = worldOf({ jane: { keys: [{ age }] } });
    let offOn: string | undefined;
    for (let daysLater = 0; offOn === undefined && daysLater < 60; daysLater += 1) {
      await day(world, daysLater, { policy: policy({ minimumNoticeDays }) });
      if (statuses(world)[jane] === "Inactive") offOn = addDays(today, daysLater);
    }

    const notices = world.outbox.flatMap((mail) => mail.notices);
    const named = notices.filter(({ kind }) => kind !== "deactivated").map((notice) => notice.names);
    expect(named.length).toBeGreaterThan(0);
    expect(named.at(-1)).toBe(offOn);
    const firstWarned = addDays(notices[0]?.createdOn ?? "", notices[0]?.age ?? 0);
    expect(daysBetween(firstWarned, offOn ?? "")).toBeGreaterThanOrEqual(minimumNoticeDays);
  },
);

it("does not deactivate a key whose warnings SES refuses; a peer logged the failure and acted anyway (c12)", async () => {
  const world = worldOf({ jane: { keys: [{ age: 69 }] } });
  const mailFails = { "jane@example.com": "rejected", "cloud-team@example.com": "rejected" } as const;

  for (let daysLater = 0; daysLater < 40; daysLater += 1) await day(world, daysLater, { mailFails });

  expect(statuses(world)).toEqual({ [jane]: "Active" });
  expect(world.outbox).toEqual([]);
  const last = world.saved.at(-1)?.results[0];
  expect(last?.decision).toMatchObject({ state: "onHold" });
});

it("does not deactivate a key whose warnings SES accepts but never reports as delivered (c12)", async () => {
  const world = worldOf({ jane: { keys: [{ age: 69 }] } });

  for (let daysLater = 0; daysLater < 60; daysLater += 1) await runBoth(world, { daysLater });

  expect(statuses(world)).toEqual({ [jane]: "Active" });
  expect(new Set(world.outbox.map(({ to }) => to))).toEqual(
    new Set(["jane@example.com", "cloud-team@example.com"]),
  );
});
