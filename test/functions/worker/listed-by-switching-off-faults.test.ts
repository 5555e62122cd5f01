import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { unknownAccount } from "../../../functions/domain/inventory-memory.ts";
import { today } from "../domain/key-fixture.ts";
import { accessDenied, failing, throttled } from "./around.ts";
import { retryToTheEnd, runAndKill } from "./killed-worker.ts";
import { setStatus } from "./memory-account.ts";
import { runWorker } from "./run-worker.ts";
import { finalState, keyIdOf, mailed, statuses, toldInTime, type World, worldOf } from "./world.ts";

// What went wrong while remembered keys were judged and their intention written before they were read.

const eve = keyIdOf("eve");
const second = keyIdOf("eve", 1);
const tomorrow = { daysLater: 1 };
const ofAge = { age: 89, told: toldInTime(89) };

/** An account without a credential report, listed today; mails of today are forgotten. */
async function listedToday(keys: Parameters<typeof worldOf>[0]["eve"]): Promise<World> {
  const world = worldOf({ eve: keys ?? { keys: [] } });
  await runWorker(world);
  world.calls.splice(0);
  world.outbox.splice(0);
  return world;
}

it("never tells an owner who switched the key off that Curfew did, though the reading failed at first", async () => {
  const world = await listedToday({ keys: [ofAge] });
  setStatus(world.users, "eve", eve, "Inactive");

  const { error } = await runWorker(world, {
    ...tomorrow,
    around: failing({ "ListAccessKeys eve": throttled }),
  });
  expect(error).toMatchObject({ name: "Interrupted" });
  await retryToTheEnd(world, tomorrow);

  expect(mailed(world)).toEqual([]);
  expect(world.table.deactivations.size).toBe(0);
});

it("ends the same wherever the worker is killed, whether the account was remembered or not", async () => {
  const keys = { keys: [ofAge, { ...ofAge }] };
  const calm = await listedToday(keys);
  await runWorker(calm, tomorrow);
  let kills = 0;
  for (const remembered of [true, false])
    for (let at = 0, killed = true; killed; at += 1)
      for (const when of ["before", "after"] as const) {
        const world = await listedToday(keys);
        if (!remembered) world.inventory = unknownAccount;
        killed = (await runAndKill(world, { at, when }, tomorrow)).call !== undefined;
        await retryToTheEnd(world, tomorrow);

        expect(finalState(world), `killed ${when} side effect ${at}`).toEqual(finalState(calm));
        kills += killed ? 1 : 0;
      }
  expect(kills).toBeGreaterThan(20);
});

it("still tells the owner of the key that was switched off yesterday when today the other one is due", async () => {
  const world = worldOf({ eve: { keys: [ofAge, { age: 90, told: toldInTime(90) }] } });
  await runWorker(world, { mailFails: { "eve@example.com": "dailyQuota" } });
  world.outbox.splice(0);

  const { result } = await runWorker(world, tomorrow);

  expect(mailed(world)).toEqual([
    `eve@example.com: deactivated ${eve}`,
    `eve@example.com: deactivated ${second}`,
  ]);
  expect(result?.results.map(({ deactivation }) => deactivation?.outcome)).toEqual([
    "deactivated",
    undefined,
  ]);
});

it("counts both keys as deactivated by a run that needed two attempts", async () => {
  const world = await listedToday({ keys: [ofAge, { ...ofAge }] });
  await runWorker(world, {
    ...tomorrow,
    around: failing({ [`intended ${eve}`]: throttled }),
    mailFails: { "eve@example.com": "rateExceeded" },
  });

  const outcomes = await retryToTheEnd(world, tomorrow);

  expect(outcomes.at(-1)?.result?.results.map(({ deactivation }) => deactivation?.outcome)).toEqual([
    "deactivated",
    "deactivated",
  ]);
  expect(mailed(world)).toEqual([
    `eve@example.com: deactivated ${eve}`,
    `eve@example.com: deactivated ${second}`,
  ]);
});

it("leaves on an exempt user's key that its owner switched on again after an interrupted deactivation", async () => {
  const deactivation = { state: "intended", on: addDays(today, -1), run: "r", count: 1 } as const;
  const interrupted = { age: 95, told: toldInTime(95), status: "Inactive", history: { deactivation } };
  const world = worldOf({ eve: { keys: [ofAge, interrupted] } });
  await runWorker(world, { around: failing({ "ListUserTags eve": accessDenied }) });
  setStatus(world.users, "eve", second, "Active");
  const exempt = { key: "CurfewExempt", value: `${addDays(today, 20)} sam@example.com moving to roles` };
  world.users.get("eve")?.tags.push(exempt);

  await runWorker(world, tomorrow);

  expect(statuses(world)).toEqual({ [eve]: "Active", [second]: "Active" });
});
