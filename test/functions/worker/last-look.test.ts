import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { revoked } from "../../../functions/domain/key-history.ts";
import { capturedLog } from "../../support/captured-log.ts";
import type { Around } from "./around.ts";
import { setStatus, setTag } from "./memory-account.ts";
import { runDeactivate, runEvaluate } from "./run-worker.ts";
import { keyIdOf, statuses, today, type UserWish, type World, warned, worldOf } from "./world.ts";

capturedLog();

const jane = keyIdOf("jane");

/** An account with one user, Jane, whose key is due. */
function janes(wish: Partial<UserWish> = {}) {
  return worldOf({ jane: { keys: [{ age: 90, notified: warned }], ...wish } });
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

it.each([
  {
    what: "an exemption",
    tag: "CurfewExempt",
    value: `${addDays(today, 30)} sam@example.com moving`,
    code: "exempt",
  },
  {
    what: "an exemption that cannot be read",
    tag: "CurfewExempt",
    value: "please",
    code: "exemptionUnreadable",
  },
  { what: "another owner", tag: "email", value: "new@example.com", code: "ownerChanged" },
  { what: "another user type", tag: "UserType", value: "machine", code: "stageDue" },
  { what: "no user type", tag: "UserType", value: undefined, code: "unknownUserType" },
])("leaves a key active if its user got $what after the evaluation", async ({ tag, value, code }) => {
  const world = janes();
  await runEvaluate(world);
  setTag(world.users, "jane", tag, value);

  const { result, error } = await runDeactivate(world, [jane]);

  expect(updates(world)).toEqual([]);
  expect(world.outbox).toEqual([]);
  expect(error).toBeUndefined();
  expect(result?.keys).toMatchObject([
    { outcome: "notDeactivated", why: { code: "noLongerDue", reason: { code } } },
  ]);
});

it("records that an exemption revoked the notices, so that they stay revoked after it is removed", async () => {
  const world = janes();
  setTag(world.users, "jane", "CurfewExempt", `${addDays(today, 30)} sam@example.com moving`);
  await runDeactivate(world, [jane]);
  setTag(world.users, "jane", "CurfewExempt", undefined);

  const { result } = await runDeactivate(world, [jane], { run: { id: "by-hand" } });

  expect(statuses(world)).toEqual({ [jane]: "Active" });
  expect(result?.keys[0]?.why).toMatchObject({ code: "noLongerDue", reason: { code: "notWarned" } });
});

it("leaves a key active if its user is tagged during the deactivation, before the tags are read", async () => {
  const world = janes();
  const exempt = () =>
    setTag(world.users, "jane", "CurfewExempt", `${addDays(today, 30)} sam@example.com moving`);

  await runDeactivate(world, [jane], { around: when("ListUserTags", exempt) });

  expect(updates(world)).toEqual([]);
});

/** A restore of an earlier deactivation that an operator starts. */
function restore(world: World): void {
  const entry = world.table.get(jane);
  if (entry === undefined) return;
  const number = (entry.history.restore?.number ?? 0) + 1;
  const until = addDays(today, 30);
  const by = {
    state: "intended",
    number,
    on: today,
    until,
    run: "restore",
    reason: "",
    deactivation: 1,
  } as const;
  entry.history = revoked({ ...entry.history, restore: by }, "restore", today, "restore");
}

it.each(["ListAccessKeys", "histories", "intend"])(
  "a restore that comes when the deactivation is at %s wins, even if the run started before it",
  async (call) => {
    const deactivation = { state: "done", number: 1, on: addDays(today, -20), run: "old" } as const;
    const world = janes({ keys: [{ age: 90, notified: warned, history: { deactivation } }] });
    await runEvaluate(world);
    let isRestored = false;
    const around = when(call, () => {
      if (!isRestored) restore(world);
      isRestored = true;
    });

    const { result, error } = await runDeactivate(world, [jane], { around });

    expect(isRestored).toBe(true);
    expect(updates(world)).toEqual([]);
    expect(error).toBeUndefined();
    expect(result?.keys[0]?.why?.code).toBe(call === "intend" ? "overtaken" : "noLongerDue");
  },
);

it("finds a key by its ID if its user was renamed", async () => {
  const world = janes();
  const user = world.users.get("jane");
  const around = when("ListAccessKeys jane", () => {
    world.users.delete("jane");
    if (user !== undefined) world.users.set("jane.doe", user);
  });

  const { result } = await runDeactivate(world, [jane], { around });

  expect(statuses(world)).toEqual({ [jane]: "Inactive" });
  expect(result?.keys[0]).toMatchObject({ outcome: "deactivated", userName: "jane.doe" });
});

it.each([
  {
    what: "was deleted",
    change: (world: World) => void world.users.delete("jane"),
    why: { code: "keyGone" },
  },
  {
    what: "was deactivated by its owner",
    change: (world: World) => setStatus(world.users, "jane", jane, "Inactive"),
    why: { code: "statusChanged", status: "Inactive" },
  },
  {
    what: "has expired",
    change: (world: World) => setStatus(world.users, "jane", jane, "Expired"),
    why: { code: "statusChanged", status: "Expired" },
  },
  {
    what: "has been created again under the same ID",
    change: (world: World) => {
      const key = { accessKeyId: jane, userName: "jane", status: "Active", createdOn: today };
      world.users.set("jane", { keys: [key], tags: [] });
    },
    why: { code: "keyGone" },
  },
])("does not touch a key that $what since the plan", async ({ change, why }) => {
  const world = janes();

  const { result } = await runDeactivate(world, [jane], { around: when("AssumeRole", () => change(world)) });

  expect(updates(world)).toEqual([]);
  expect(world.outbox).toEqual([]);
  expect(result?.keys).toMatchObject([{ outcome: "notDeactivated", why }]);
});

it("names no later day to an owner while another execution deactivates the key", async () => {
  const world = janes();
  setTag(world.users, "jane", "email", "new@example.com");
  const evaluating = Promise.withResolvers<void>();
  const intended = Promise.withResolvers<void>();
  const byHand = runEvaluate(world, {
    run: { id: "by-hand", readsFresh: true },
    around: async (call, effect) => {
      if (call.startsWith("claim")) {
        evaluating.resolve();
        await intended.promise;
      }
      return effect();
    },
  });
  await evaluating.promise;
  setTag(world.users, "jane", "email", "jane@example.com");

  const { result } = await runDeactivate(world, [jane], {
    around: async (call, effect) => {
      if (call.startsWith("UpdateAccessKey")) {
        intended.resolve();
        await byHand;
      }
      return effect();
    },
  });

  expect(result?.keys).toMatchObject([{ outcome: "deactivated" }]);
  expect(world.outbox.map(({ to }) => to)).toEqual(["jane@example.com"]);
});
