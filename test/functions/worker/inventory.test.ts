import { expect, it } from "vitest";
import { capturedLog } from "../../support/captured-log.ts";
import { accessDenied, failing, throttled } from "./around.ts";
import { setStatus } from "./memory-account.ts";
import { reportOf } from "./memory-report.ts";
import { runDeactivate, runEvaluate, type WorkerWish } from "./run-worker.ts";
import { keyIdOf, mailed, type World, warned, worldOf } from "./world.ts";

capturedLog();

const reported: WorkerWish = { report: (users) => reportOf(users) };
const tomorrow: WorkerWish = { ...reported, daysLater: 1 };

/** IAM's read calls since the last check, by operation. */
function reads(world: World): string[] {
  const iam = /^(ListUsers|ListAccessKeys|ListUserTags|GetAccessKeyLastUsed|GetCredentialReport)/;
  return world.calls.splice(0).filter((call) => iam.test(call));
}

const quiet = {
  ann: { keys: [{ age: 3 }] },
  ben: { keys: [{ age: 40 }, { age: 10 }] },
  console: { keys: [] },
};

it("lists users who own keys once, and then no user while nothing changes", async () => {
  const world = worldOf(quiet);

  const { result } = await runEvaluate(world, reported);
  expect(reads(world)).toEqual(["GetCredentialReport", "ListAccessKeys ann", "ListAccessKeys ben"]);
  expect(result).toMatchObject({ users: 3, keys: 3, activeKeys: 3, outcome: "evaluated" });

  const { result: second } = await runEvaluate(world, tomorrow);
  expect(reads(world)).toEqual(["GetCredentialReport"]);
  expect(second).toMatchObject({ users: 3, keys: 3, activeKeys: 3, outcome: "evaluated" });
  expect(second?.results.map(({ facts }) => facts.keyFrom)).toEqual(["inventory", "inventory", "inventory"]);
});

it("sends no warning about a remembered key that was deactivated since the report", async () => {
  const world = worldOf({ eve: { keys: [{ age: 69 }] } });
  const morning = reportOf(world.users);
  await runEvaluate(world, { report: () => morning });
  setStatus(world.users, "eve", keyIdOf("eve"), "Inactive");

  const { result } = await runEvaluate(world, { report: () => morning, daysLater: 1 });

  expect(mailed(world)).toEqual([]);
  expect(result).toMatchObject({ outcome: "evaluated", activeKeys: 0 });
});

it("sees a key that was reactivated as soon as the report does", async () => {
  const world = worldOf({ eve: { keys: [{ age: 95, status: "Inactive" }] } });
  await runEvaluate(world, reported);
  setStatus(world.users, "eve", keyIdOf("eve"), "Active");

  await runEvaluate(world, tomorrow);

  expect(mailed(world)).toEqual([`eve@example.com: finalWarning ${keyIdOf("eve")}`]);
});

it("does not report a key as due that Curfew deactivated, even if this morning's report has it as active", async () => {
  const world = worldOf({ eve: { keys: [{ age: 90, notified: warned }] } });
  const morning = reportOf(world.users);
  await runEvaluate(world, { report: () => morning });
  await runDeactivate(world, [keyIdOf("eve")]);

  const { result } = await runEvaluate(world, { report: () => morning, run: { id: "second" } });

  expect(result?.results).toMatchObject([{ facts: { status: "Inactive" }, decision: { state: "inactive" } }]);
});

it("lists every user without a report", async () => {
  const world = worldOf(quiet);

  const { result } = await runEvaluate(world);

  expect(reads(world)).toEqual([
    "GetCredentialReport",
    "ListUsers",
    "ListAccessKeys ann",
    "ListAccessKeys ben",
    "ListAccessKeys console",
  ]);
  expect(result).toMatchObject({ users: 3, keys: 3, outcome: "evaluated" });
});

it("continues where the previous attempt of the same run stopped at its deadline", async () => {
  const world = worldOf(quiet);
  let users = 1;
  const stopped = await runEvaluate(world, { ...reported, hasTime: () => users-- > 0 });
  expect(stopped.error).toMatchObject({ name: "Interrupted" });
  expect(reads(world)).toEqual(["GetCredentialReport", "ListAccessKeys ann"]);

  const { result } = await runEvaluate(world, reported);

  expect(reads(world)).toEqual(["GetCredentialReport", "ListAccessKeys ben"]);
  expect(result).toMatchObject({ outcome: "evaluated", keys: 3 });
});

it("says whether the root user has an active key, and nothing without a report", async () => {
  const world = worldOf(quiet);

  const withKey = await runEvaluate(world, { report: (users) => reportOf(users, true) });
  const unknown = await runEvaluate(world);

  expect(withKey.result?.rootHasActiveKey).toBe(true);
  expect(unknown.result).not.toHaveProperty("rootHasActiveKey");
});

it("lists every user with keys if the inventory file cannot be read", async () => {
  const world = worldOf(quiet);
  await runEvaluate(world, reported);
  reads(world);

  const around = failing({ "load inventory": accessDenied });
  const { result } = await runEvaluate(world, { ...tomorrow, around });

  expect(reads(world)).toEqual(["GetCredentialReport", "ListAccessKeys ann", "ListAccessKeys ben"]);
  expect(result).toMatchObject({ outcome: "evaluated", keys: 3 });
});

it("is retried if S3 was too busy to read the inventory file", async () => {
  const { error } = await runEvaluate(worldOf(quiet), { around: failing({ "load inventory": throttled }) });

  expect(error).toMatchObject({ name: "Interrupted" });
});

it.each([
  { problem: throttled, name: "Interrupted" },
  { problem: accessDenied, name: "AccountUnreachable" },
])(
  "sends nothing if the inventory file cannot be written, because the next run would decide by older tags ($name)",
  async ({ problem, name }) => {
    const world = worldOf({ ann: { keys: [{ age: 70 }] } });

    const failed = await runEvaluate(world, { around: failing({ "save inventory": problem }) });

    expect(failed.error).toMatchObject({ name, message: expect.stringContaining(problem.name) });
    expect(world.outbox).toEqual([]);
    expect((await runEvaluate(world)).result).toMatchObject({ outcome: "evaluated" });
    expect(world.outbox).toHaveLength(1);
  },
);

it("reads the ledger while it waits for the credential report", async () => {
  const world = worldOf(quiet);

  await runEvaluate(world, {
    ...reported,
    around: async (call, effect) => {
      if (call === "GetCredentialReport") expect(world.calls).toContain("histories");
      return effect();
    },
  });

  expect(world.calls.slice(0, 3).sort()).toEqual(["AssumeRole", "histories", "load inventory"]);
});
