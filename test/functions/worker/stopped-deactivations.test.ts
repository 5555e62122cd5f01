import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { capturedLog } from "../../support/captured-log.ts";
import { policy } from "../domain/policy-fixture.ts";
import { type Around, failing, throttled } from "./around.ts";
import { runDeactivate, runEvaluate } from "./run-worker.ts";
import { keyIdOf, statuses, today, type UserWish, type World, warned, worldOf } from "./world.ts";

capturedLog();

const jane = keyIdOf("jane");
const joe = keyIdOf("joe");

/** An account with one user, Jane, whose key is due. */
function janes(wish: Partial<UserWish> = {}) {
  return worldOf({ jane: { keys: [{ age: 90, notified: warned }], ...wish } });
}

function janeAndJoe() {
  const keys = [{ age: 90, notified: warned }];
  return worldOf({ jane: { keys }, joe: { keys } });
}

/** Does something when a call begins. */
function when(beginning: string, act: () => void): Around {
  return async (call, effect) => {
    if (call.startsWith(beginning)) act();
    return effect();
  };
}

function updates({ calls }: World): string[] {
  return calls.filter((call) => call.startsWith("UpdateAccessKey"));
}

it("stops at once if an operator pauses deactivations while the account is processed", async () => {
  const world = janeAndJoe();
  const around = when("complete", () => {
    world.pause = { until: addDays(today, 3), reason: "incident" };
  });

  const { result, error } = await runDeactivate(world, [jane, joe], { around });

  expect(statuses(world)).toEqual({ [jane]: "Inactive", [joe]: "Active" });
  expect(result?.keys[1]?.why).toEqual({ code: "paused", until: addDays(today, 3) });
  expect(error).toBeUndefined();
});

it.each([
  {
    what: "a pause begins",
    change: (world: World) => {
      world.pause = { until: today, reason: "incident" };
    },
    why: { code: "paused", until: today },
  },
  {
    what: "the day ends",
    change: (world: World) => {
      world.now = Date.parse(`${addDays(today, 1)}T00:00:01Z`);
    },
    why: { code: "dayOver", day: today, utcDay: addDays(today, 1) },
  },
])("does not deactivate a key if $what while the key is read", async ({ change, why }) => {
  const world = janes();

  const { result, error } = await runDeactivate(world, [jane], {
    around: when("ListUserTags", () => change(world)),
  });

  expect(updates(world)).toEqual([]);
  expect(world.table.get(jane)?.history.deactivation).toBeUndefined();
  expect(result?.keys).toMatchObject([{ outcome: "notDeactivated", why }]);
  expect(error).toBeUndefined();
});

it("deactivates nothing while it is unknown whether deactivations are paused", async () => {
  const world = janes();

  const { error } = await runDeactivate(world, [jane], { around: failing({ pause: throttled }) });

  expect(updates(world)).toEqual([]);
  expect(error).toMatchObject({ name: "Interrupted" });
});

it.each([-200, -1, 1, 2])("does nothing if it is invoked %i days after the run's day", async (daysAfter) => {
  const world = janes();
  const now = addDays(today, daysAfter);
  world.now = Date.parse(`${now}T00:00:10Z`);

  const { result, error } = await runDeactivate(world, [jane]);

  expect(error).toBeUndefined();
  expect(world.calls).not.toContain("AssumeRole");
  expect(result?.keys[0]?.why).toEqual({ code: "dayOver", day: today, utcDay: now });
});

it("deactivates no further key if the day ends while the account is processed", async () => {
  const world = janeAndJoe();
  const around = when("confirm", () => {
    world.now = Date.parse(`${addDays(today, 1)}T00:00:01Z`);
  });

  const { result } = await runDeactivate(world, [jane, joe], { around });

  expect(statuses(world)).toEqual({ [jane]: "Inactive", [joe]: "Active" });
  expect(result?.keys[1]?.why?.code).toBe("dayOver");
});

it("deactivates nothing in an account whose mode is report, whatever the plan says", async () => {
  const world = janes();
  const overrides = [{ accounts: ["111122223333"], organizationalUnits: [], mode: "report" as const }];

  const { result } = await runDeactivate(world, [jane], { policy: policy({ overrides }) });

  expect(world.calls).not.toContain("AssumeRole");
  expect(result?.keys[0]?.why).toMatchObject({ code: "failed", error: "the account is in report mode" });
});

it("deactivates nothing if settings that were deployed after the plan close the change window today", async () => {
  const world = janes();
  await runEvaluate(world);
  const changeWindow = { weekdays: [], closed: [{ from: today, to: addDays(today, 14) }] };

  const { result, error } = await runDeactivate(world, [jane], { policy: policy({ changeWindow }) });

  expect(updates(world)).toEqual([]);
  expect(result?.keys[0]?.why).toEqual({ code: "windowClosed" });
  expect(error).toBeUndefined();
});

it("deactivates nothing in an account that the settings have excluded since the plan", async () => {
  const world = janes();
  await runEvaluate(world);
  const exclude = { accounts: ["111122223333"], organizationalUnits: [] };

  const { result } = await runDeactivate(world, [jane], { policy: policy({ exclude }) });

  expect(world.calls.filter((call) => call.startsWith("UpdateAccessKey"))).toEqual([]);
  expect(result?.keys[0]?.why).toMatchObject({ error: "the settings exclude the account" });
});
