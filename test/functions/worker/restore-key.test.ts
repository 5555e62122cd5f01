import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { InvalidInput } from "../../../functions/runtime/parse.ts";
import { restoreKey } from "../../../functions/worker/restore-key.ts";
import type { RestoredKey } from "../../../statemachine/restore-key.ts";
import { capturedLog } from "../../support/captured-log.ts";
import { today } from "../domain/key-fixture.ts";
import { policy } from "../domain/policy-fixture.ts";
import { type Around, accessDenied, failing, losingAnswers, throttled, undisturbed } from "./around.ts";
import { runWorker, type WorkerWish, workerTask } from "./run-worker.ts";
import {
  finalState,
  keyIdOf,
  mailed,
  mailsSentAgain,
  statuses,
  toldInTime,
  type World,
  worldOf,
} from "./world.ts";

capturedLog();

const key = keyIdOf("jane");
const reason = "the new key does not work";
const deactivation = { state: "done" as const, on: addDays(today, -3), run: "daily-1", count: 1 };

/** Jane's key, which Curfew switched off three days ago. */
function switchedOff(wish: { status?: string; userType?: string; email?: string | undefined } = {}): World {
  const { status = "Inactive", ...user } = wish;
  const told = { ...toldInTime(93), "deactivated-1": 3 };
  return worldOf({ jane: { ...user, keys: [{ age: 93, status, told, history: { deactivation } }] } });
}

const byHand: WorkerWish = { runId: "manual-1" };

function restore(world: World, wish: WorkerWish = {}): Promise<RestoredKey> {
  const task = workerTask(world, { ...byHand, ...wish });
  const order = { accountId: task.event.account.id, accessKeyId: key, days: 3, reason };
  return restoreKey({ ...task, event: { ...task.event, restore: order } });
}

it("switches the key on, records until when and why, and tells the owner and the security contact", async () => {
  const world = switchedOff();

  const restored = await restore(world);

  expect(statuses(world)).toEqual({ [key]: "Active" });
  expect(world.table.restores.get(key)).toEqual({
    state: "done",
    on: today,
    until: addDays(today, 3),
    run: "manual-1",
    reason,
  });
  expect(mailed(world)).toEqual([
    `jane@example.com: restored ${key}`,
    `security@example.com: restored ${key}`,
  ]);
  expect(world.outbox[0]?.notices[0]).toMatchObject({
    restoreReason: reason,
    switchOffOn: addDays(today, 4),
    age: 93,
  });
  expect(restored).toMatchObject({ userName: "jane", key: "…ANE0", until: addDays(today, 3) });
  expect(JSON.stringify(restored)).not.toContain(key);
});

it("asks for a session that can do no more than that", async () => {
  const world = switchedOff();

  await restore(world);

  expect(world.calls.filter((call) => call.startsWith("AssumeRole"))).toEqual(["AssumeRole restore"]);
});

it("writes its intention before it touches the key, and tells people only after the read-back", async () => {
  const world = switchedOff();

  await restore(world);

  const order = world.calls.filter((call) => /^(restore|Update|ListAccessKeys|mail)/.test(call));
  expect(order).toEqual([
    "ListAccessKeys jane",
    `restore intended ${key}`,
    `UpdateAccessKey jane ${key} Active`,
    "ListAccessKeys jane",
    `restore done ${key}`,
    "mail jane@example.com",
    "mail security@example.com",
  ]);
});

it("does nothing where somebody redrives the order days later", async () => {
  const world = switchedOff();
  const redriven = workerTask(world, byHand);
  const event = {
    ...redriven.event,
    restore: { accountId: redriven.event.account.id, accessKeyId: key, days: 3, reason },
  };

  await expect(restoreKey({ ...redriven, event, today: () => addDays(today, 2) })).rejects.toMatchObject({
    name: "StaleRun",
  });
  expect(statuses(world)).toEqual({ [key]: "Inactive" });
});

it("is left on by the daily run until the days are over, then switched off again and told once more", async () => {
  const world = switchedOff();
  await restore(world);

  for (const daysLater of [0, 1, 2, 3]) {
    const { result } = await runWorker(world, { daysLater });
    expect(result?.results[0]?.decision).toMatchObject({ verdict: "withheld", withheld: "restored" });
  }
  expect(statuses(world)).toEqual({ [key]: "Active" });
  await runWorker(world, { daysLater: 4 });
  expect(statuses(world)).toEqual({ [key]: "Inactive" });
  expect(mailed(world)).toContain(`jane@example.com: deactivated ${key}`);
  expect(world.table.deactivations.get(key)).toMatchObject({ state: "done", count: 2 });
});

it("restores in report mode too, and then promises no day on which it goes off again", async () => {
  const world = switchedOff();

  await restore(world, { mode: "report" });

  expect(statuses(world)).toEqual({ [key]: "Active" });
  expect(world.outbox[0]?.notices[0]?.switchOffOn).toBeUndefined();
});

it("tells the fallback contact why, where the owner cannot be mailed", async () => {
  const world = switchedOff({ email: undefined });

  await restore(world);

  const [toFallback, toSecurity] = world.outbox;
  expect(toFallback).toMatchObject({ to: policy().contacts.fallback });
  expect(toFallback?.notices[0]?.fallbackReason).toBe("it has no email tag");
  expect(toSecurity?.to).toBe("security@example.com");
  expect(toSecurity?.notices[0]?.fallbackReason).toBeUndefined();
});

it("tells the fallback contact where the tags cannot be read", async () => {
  const world = switchedOff();

  await restore(world, { around: failing({ ListUserTags: accessDenied }) });

  expect(mailed(world)[0]).toBe(`${policy().contacts.fallback}: restored ${key}`);
});

it.each([
  { what: "that is on already", world: () => switchedOff({ status: "Active" }), says: "on already" },
  {
    what: "that its owner switched off",
    world: () => worldOf({ jane: { keys: [{ age: 93, status: "Inactive", told: toldInTime(93) }] } }),
    says: "has not switched this key off",
  },
  { what: "that nobody knows", world: () => worldOf({ jane: { keys: [] } }), says: "knows no such key" },
])("refuses a key $what, and touches nothing", async ({ world: make, says }) => {
  const world = make();
  const before = finalState(world);

  await expect(restore(world)).rejects.toThrow(says);
  await expect(restore(world)).rejects.toBeInstanceOf(InvalidInput);
  expect(finalState(world)).toEqual(before);
  expect(world.outbox).toEqual([]);
});

it("refuses a key whose name another user has now", async () => {
  const world = switchedOff();
  const user = world.users.get("jane");
  if (user !== undefined) user.keys = user.keys.map((one) => ({ ...one, createdOn: today }));

  await expect(restore(world)).rejects.toThrow("no such key any more");
  expect(statuses(world)).toEqual({ [key]: "Inactive" });
});

it("says that IAM refused, tells nobody that it is on, and leaves the key off", async () => {
  const world = switchedOff();

  await expect(restore(world, { around: failing({ UpdateAccessKey: accessDenied }) })).rejects.toBe(
    accessDenied,
  );
  expect(statuses(world)).toEqual({ [key]: "Inactive" });
  expect(world.outbox).toEqual([]);
  expect(world.table.restores.get(key)?.state).toBe("intended");
});

it("fails where the read-back is not Active, and tells nobody", async () => {
  const world = switchedOff();
  const ineffective: Around = async (call, effect) =>
    call.startsWith("UpdateAccessKey")
      ? undisturbed(call, () => effect()).then((answer) => {
          const user = world.users.get("jane");
          if (user !== undefined) user.keys = user.keys.map((one) => ({ ...one, status: "Inactive" }));
          return answer;
        })
      : effect();

  await expect(restore(world, { around: ineffective })).rejects.toMatchObject({ name: "Interrupted" });
  expect(world.outbox).toEqual([]);
});

it.each([
  "histories",
  "AssumeRole",
  "ListAccessKeys",
  "ListUserTags",
  "restore intended",
  "UpdateAccessKey",
  "restore done",
  "claim",
  "confirm",
])("goes on from there when %s was throttled, and ends as if nothing had happened", async (call) => {
  const calm = switchedOff();
  await restore(calm);
  const world = switchedOff();

  await expect(restore(world, { around: failing({ [call]: throttled }) })).rejects.toMatchObject({
    name: expect.stringMatching(/^(Interrupted|NoticesInFlight)$/),
  });
  world.now += 100_000;
  await restore(world);

  expect(finalState(world)).toEqual(finalState(calm));
  expect(world.table.restores.get(key)?.state).toBe("done");
  expect([...new Set(mailed(world))]).toEqual(mailed(calm));
  expect(mailsSentAgain(world)).toBeLessThanOrEqual(call === "confirm" ? 2 : 0);
});

it("switches on once though the answer was lost, and tells each once", async () => {
  const world = switchedOff();

  await expect(restore(world, { around: losingAnswers({ UpdateAccessKey: throttled }) })).rejects.toThrow();
  const { notices } = await restore(world);

  expect(world.calls.filter((call) => call.startsWith("UpdateAccessKey"))).toHaveLength(1);
  expect(notices).toEqual([
    { to: "jane@example.com", outcome: "sent" },
    { to: "security@example.com", outcome: "sent" },
  ]);
  expect(mailsSentAgain(world)).toBe(0);
});

it("fails loudly where a mail cannot go out, with the key on", async () => {
  const world = switchedOff();

  await expect(restore(world, { mailFails: { "jane@example.com": "dailyQuota" } })).rejects.toMatchObject({
    name: "NotEverybodyTold",
    message: "the key is on again, but not everybody was told: dailyQuota",
  });
  expect(statuses(world)).toEqual({ [key]: "Active" });
});
