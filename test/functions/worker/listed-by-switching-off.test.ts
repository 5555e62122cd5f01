import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { AccountResult } from "../../../statemachine/account-result.ts";
import { today } from "../domain/key-fixture.ts";
import { type Around, accessDenied, failing, throttled } from "./around.ts";
import { setStatus } from "./memory-account.ts";
import { reportOf } from "./memory-report.ts";
import { runWorker } from "./run-worker.ts";
import { keyIdOf, mailed, statuses, toldInTime, type UserWish, type World, worldOf } from "./world.ts";

const eve = keyIdOf("eve");
const tomorrow = { daysLater: 1 };

/** An account without a credential report in which a key comes of age tomorrow, listed today. */
async function listedToday(wish: Partial<UserWish> = {}): Promise<World> {
  const world = worldOf({
    ann: { keys: [{ age: 3 }] },
    eve: { keys: [{ age: 89, told: toldInTime(89) }], ...wish },
  });
  await runWorker(world);
  world.calls.splice(0);
  world.outbox.splice(0);
  return world;
}

/** What was done to a user, up to the telling. */
function stepsOf(world: World, userName: string): string[] {
  return world.calls
    .filter((call) => call.includes(userName) || call.includes(keyIdOf(userName)))
    .slice(0, 6);
}

function resultsOf(result: AccountResult | undefined, userName: string) {
  return result?.results.filter(({ decision }) => decision.userName === userName);
}

it("switches off whom it lists as soon as the tags and the keys are read", async () => {
  const world = await listedToday();

  const { result } = await runWorker(world, tomorrow);

  expect(stepsOf(world, "eve")).toEqual([
    "ListUserTags eve",
    "ListAccessKeys eve",
    `intended ${eve}`,
    `UpdateAccessKey eve ${eve}`,
    "ListAccessKeys eve",
    `done ${eve}`,
  ]);
  expect(mailed(world)).toEqual([`eve@example.com: deactivated ${eve}`]);
  expect(result).toMatchObject({ outcome: "enforced", users: 2, keys: 2, activeKeys: 2 });
  expect(resultsOf(result, "eve")).toMatchObject([{ deactivation: { outcome: "deactivated" } }]);
});

it("judges the user's other keys by the same reading, one that was switched on since the last run among them", async () => {
  const world = await listedToday({
    keys: [
      { age: 89, told: toldInTime(89) },
      { age: 75, status: "Inactive" },
    ],
  });
  setStatus(world.users, "eve", keyIdOf("eve", 1), "Active");

  const { result } = await runWorker(world, tomorrow);

  expect(mailed(world)).toEqual([
    `eve@example.com: deactivated ${eve}`,
    `eve@example.com: warning ${keyIdOf("eve", 1)}`,
  ]);
  expect(result).toMatchObject({ outcome: "enforced", keys: 3, activeKeys: 3 });
});

it("switches off both of a user's keys, each read right before", async () => {
  const world = await listedToday({
    keys: [
      { age: 89, told: toldInTime(89) },
      { age: 89, told: toldInTime(89) },
    ],
  });

  await runWorker(world, tomorrow);

  expect(statuses(world)).toMatchObject({ [eve]: "Inactive", [keyIdOf("eve", 1)]: "Inactive" });
  expect(world.calls.filter((call) => call === "ListAccessKeys eve")).toHaveLength(4);
});

it.each([
  { what: "switched off by its owner", change: "Inactive", activeKeys: 1, keys: 2 },
  { what: "deleted", change: undefined, activeKeys: 1, keys: 1 },
])("does nothing about a key that was $what since the last run", async ({ change, activeKeys, keys }) => {
  const world = await listedToday();
  if (change === undefined) world.users.set("eve", { keys: [], tags: world.users.get("eve")?.tags ?? [] });
  else setStatus(world.users, "eve", eve, change);

  const { result } = await runWorker(world, tomorrow);

  expect(world.calls.filter((call) => call.startsWith("UpdateAccessKey"))).toEqual([]);
  expect(mailed(world)).toEqual([]);
  expect(world.table.deactivations.size).toBe(0);
  expect(result).toMatchObject({ outcome: "enforced", activeKeys, keys });
});

it("takes a user who is gone for gone", async () => {
  const world = await listedToday();
  world.users.delete("eve");
  const withEve: Around = async (call, effect) => {
    const answer = effect();
    if (call === "ListUsers" && Array.isArray(answer)) answer.push("eve");
    return answer;
  };

  const { result } = await runWorker(world, { ...tomorrow, around: withEve });

  expect(world.calls).toContain("ListAccessKeys eve");
  expect(result).toMatchObject({ outcome: "enforced", keys: 1 });
  expect(resultsOf(result, "eve")).toEqual([]);
});

it("leaves on what the tags exempt since the last run", async () => {
  const world = await listedToday();
  const exempt = { key: "CurfewExempt", value: `${addDays(today, 20)} sam@example.com moving to roles` };
  world.users.get("eve")?.tags.push(exempt);

  const { result } = await runWorker(world, tomorrow);

  expect(stepsOf(world, "eve")).toEqual(["ListUserTags eve", "ListAccessKeys eve"]);
  expect(statuses(world)).toMatchObject({ [eve]: "Active" });
  expect(resultsOf(result, "eve")).toMatchObject([{ decision: { verdict: "withheld", withheld: "exempt" } }]);
});

it("leaves on a key whose user's tags cannot be read, and says so", async () => {
  const world = await listedToday();

  const { result } = await runWorker(world, {
    ...tomorrow,
    around: failing({ "ListUserTags eve": accessDenied }),
  });

  expect(statuses(world)).toMatchObject({ [eve]: "Active" });
  expect(result).toMatchObject({ outcome: "incomplete", keys: 2, problems: [{ userName: "eve" }] });
});

it("says that a key could not be switched off, and lists its user all the same", async () => {
  const world = await listedToday();

  const { result, error } = await runWorker(world, {
    ...tomorrow,
    around: failing({ [`intended ${eve}`]: throttled }),
  });

  expect(error).toMatchObject({ name: "Interrupted" });
  expect(world.calls.filter((call) => call === "ListAccessKeys eve")).toHaveLength(1);
  expect(result).toMatchObject({ keys: 2 });
  expect(resultsOf(result, "eve")).toMatchObject([{ deactivation: { outcome: "failed" }, notices: [] }]);
  expect(mailed(world)).toEqual([]);
});

it("switches nothing off in report mode", async () => {
  const world = await listedToday();

  const { result } = await runWorker(world, { ...tomorrow, mode: "report" });

  expect(stepsOf(world, "eve")).toEqual(["ListUserTags eve", "ListAccessKeys eve"]);
  expect(resultsOf(result, "eve")).toMatchObject([{ deactivation: { outcome: "wouldDeactivate" } }]);
});

it("lists as ever a user whose row of the credential report has changed", async () => {
  const world = await listedToday();

  await runWorker(world, { ...tomorrow, report: (users) => reportOf(users) });

  expect(stepsOf(world, "eve").slice(0, 3)).toEqual([
    "ListAccessKeys eve",
    "ListUserTags eve",
    `intended ${eve}`,
  ]);
});
