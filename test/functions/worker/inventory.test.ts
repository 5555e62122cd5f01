import { expect, it } from "vitest";
import { accessDenied, failing, throttled } from "./around.ts";
import { setStatus } from "./memory-account.ts";
import { reportOf } from "./memory-report.ts";
import { runWorker, type WorkerWish } from "./run-worker.ts";
import { keyIdOf, mailed, statuses, toldInTime, type World, worldOf } from "./world.ts";

const reported: WorkerWish = { report: (users) => reportOf(users) };
const tomorrow: WorkerWish = { ...reported, daysLater: 1 };

/** IAM's reading calls since the last look, by operation. */
function reads(world: World): string[] {
  const iam = /^(ListUsers|ListAccessKeys|ListUserTags|GetAccessKeyLastUsed|GetCredentialReport)/;
  return world.calls.splice(0).filter((call) => iam.test(call));
}

const quiet = {
  ann: { keys: [{ age: 3 }] },
  ben: { keys: [{ age: 40 }, { age: 10 }] },
  console: { keys: [] },
};

it("lists users who own keys once, and then nobody while nothing changes", async () => {
  const world = worldOf(quiet);

  const { result } = await runWorker(world, reported);
  expect(reads(world)).toEqual(["GetCredentialReport", "ListAccessKeys ann", "ListAccessKeys ben"]);
  expect(result).toMatchObject({ users: 3, keys: 3, activeKeys: 3, outcome: "enforced" });

  const { result: second } = await runWorker(world, tomorrow);
  expect(reads(world)).toEqual(["GetCredentialReport"]);
  expect(second).toMatchObject({ users: 3, keys: 3, activeKeys: 3, outcome: "enforced" });
});

it("tells on the day a remembered key comes of age, after it was read again", async () => {
  const world = worldOf({ ...quiet, eve: { keys: [{ age: 69 }] } });
  await runWorker(world, reported);
  reads(world);

  await runWorker(world, tomorrow);

  expect(reads(world)).toEqual(["GetCredentialReport", "ListUserTags eve", "ListAccessKeys eve"]);
  expect(mailed(world)).toEqual([`eve@example.com: warning ${keyIdOf("eve")}`]);
});

it("reads a remembered key that is to be deactivated before and after, and nothing else about it", async () => {
  const world = worldOf({ ...quiet, eve: { keys: [{ age: 89, told: toldInTime(89) }] } });
  await runWorker(world, reported);
  reads(world);

  await runWorker(world, tomorrow);

  expect(reads(world)).toEqual([
    "GetCredentialReport",
    "ListUserTags eve",
    "ListAccessKeys eve",
    "ListAccessKeys eve",
  ]);
  expect(statuses(world)[keyIdOf("eve")]).toBe("Inactive");
});

it("warns nobody of a remembered key that was switched off since the report", async () => {
  const world = worldOf({ eve: { keys: [{ age: 69 }] } });
  const morning = reportOf(world.users);
  await runWorker(world, { report: () => morning });
  setStatus(world.users, "eve", keyIdOf("eve"), "Inactive");

  const { result } = await runWorker(world, { report: () => morning, daysLater: 1 });

  expect(mailed(world)).toEqual([]);
  expect(result).toMatchObject({ outcome: "enforced", activeKeys: 0, results: [] });
});

it("sees a key that was switched on again as soon as the report does", async () => {
  const world = worldOf({ eve: { keys: [{ age: 95, status: "Inactive" }] } });
  await runWorker(world, reported);
  setStatus(world.users, "eve", keyIdOf("eve"), "Active");

  await runWorker(world, tomorrow);

  expect(mailed(world)).toEqual([`eve@example.com: finalWarning ${keyIdOf("eve")}`]);
});

it("does not switch a key off twice because the report of this morning still calls it active", async () => {
  const world = worldOf({ eve: { keys: [{ age: 90, told: toldInTime(90) }] } });
  const morning = reportOf(world.users);
  await runWorker(world, { report: () => morning, runId: "first" });
  const { result } = await runWorker(world, { report: () => morning, runId: "second" });

  expect(world.calls.filter((call) => call.startsWith("UpdateAccessKey"))).toHaveLength(1);
  expect(mailed(world)).toEqual([`eve@example.com: deactivated ${keyIdOf("eve")}`]);
  expect(result).toMatchObject({ outcome: "enforced", problems: [] });
});

it("lists everyone where there is no report", async () => {
  const world = worldOf(quiet);

  const { result } = await runWorker(world);

  expect(reads(world)).toEqual([
    "GetCredentialReport",
    "ListUsers",
    "ListAccessKeys ann",
    "ListAccessKeys ben",
    "ListAccessKeys console",
  ]);
  expect(result).toMatchObject({ users: 3, keys: 3, outcome: "enforced" });
});

it("goes on where the worker before it in the same run was stopped by the clock", async () => {
  const world = worldOf(quiet);
  let users = 1;
  const stopped = await runWorker(world, { ...reported, hasTime: () => users-- > 0 });
  expect(stopped.error).toMatchObject({ name: "Interrupted" });
  expect(reads(world)).toEqual(["GetCredentialReport", "ListAccessKeys ann"]);

  const { result } = await runWorker(world, reported);

  expect(reads(world)).toEqual(["GetCredentialReport", "ListAccessKeys ben"]);
  expect(result).toMatchObject({ outcome: "enforced", keys: 3 });
});

it("says whether the root user has an active key, and nothing where no report says so", async () => {
  const world = worldOf(quiet);

  const withKey = await runWorker(world, { report: (users) => reportOf(users, true) });
  const unknown = await runWorker(world);

  expect(withKey.result?.rootHasActiveKey).toBe(true);
  expect(unknown.result).not.toHaveProperty("rootHasActiveKey");
});

it("lists everyone with keys where what was remembered cannot be read, and goes on where it cannot be kept", async () => {
  const world = worldOf(quiet);
  await runWorker(world, reported);
  reads(world);

  const around = failing({ "load inventory": accessDenied, "save inventory": accessDenied });
  const { result } = await runWorker(world, { ...tomorrow, around });

  expect(reads(world)).toEqual(["GetCredentialReport", "ListAccessKeys ann", "ListAccessKeys ben"]);
  expect(result).toMatchObject({ outcome: "enforced", keys: 3 });
});

it("tries again where S3 was too busy to say what is remembered", async () => {
  const { error } = await runWorker(worldOf(quiet), { around: failing({ "load inventory": throttled }) });

  expect(error).toMatchObject({ name: "Interrupted" });
});
