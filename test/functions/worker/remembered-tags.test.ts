import { expect, it } from "vitest";
import { capturedLog } from "../../support/captured-log.ts";
import { setTag } from "./memory-account.ts";
import { reportOf } from "./memory-report.ts";
import { runEvaluate, type WorkerWish } from "./run-worker.ts";
import { keyIdOf, mailed, today, type World, warned, worldOf } from "./world.ts";

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

it("reads a remembered key and its tags on the day of a notice, before it sends the notice", async () => {
  const world = worldOf({ ...quiet, eve: { keys: [{ age: 69 }] } });
  await runEvaluate(world, reported);
  reads(world);

  const { result } = await runEvaluate(world, tomorrow);

  expect(reads(world)).toEqual(["GetCredentialReport", "ListUserTags eve", "ListAccessKeys eve"]);
  expect(mailed(world)).toEqual([`eve@example.com: warning ${keyIdOf("eve")}`]);
  expect(result?.results.find(({ facts }) => facts.userName === "eve")?.facts.keyFrom).toBe("listing");
});

it("reads tags on the first day past a stage, and rarely again while no action can be due", async () => {
  const users = Array.from({ length: 70 }, (_, index) => [
    `user${index}`,
    { keys: [{ age: 95 }], userType: "machine" },
  ]);
  const world = worldOf(Object.fromEntries(users));
  await runEvaluate(world, reported);
  expect(reads(world).filter((call) => call.startsWith("ListUserTags"))).toHaveLength(70);

  const { result } = await runEvaluate(world, tomorrow);

  const read = reads(world).filter((call) => call.startsWith("ListUserTags"));
  expect(read.length).toBeLessThan(20);
  expect(result?.results).toHaveLength(70);
  const from = result?.results.map(({ facts }) => facts.tagsReadOn) ?? [];
  expect(from.filter((day) => day === today)).toHaveLength(70 - read.length);
});

it("reads tags in an ad hoc run over named accounts", async () => {
  const world = worldOf({ eve: { keys: [{ age: 74, notified: [70] }] } });
  await runEvaluate(world, reported);
  reads(world);

  await runEvaluate(world, { ...tomorrow, run: { id: "by-hand", readsFresh: true } });

  expect(reads(world)).toContain("ListUserTags eve");
});

it("bases a deactivation on tags that this run read, not on remembered ones", async () => {
  const world = worldOf({ eve: { keys: [{ age: 92, notified: warned }] } });
  await runEvaluate(world, reported);
  setTag(world.users, "eve", "UserType", "machine");
  reads(world);

  const { result } = await runEvaluate(world, tomorrow);

  expect(reads(world)).toContain("ListUserTags eve");
  expect(result?.results[0]?.decision.state).not.toBe("deactivate");
});

it.each([
  { what: "with a report", wish: reported, again: ["GetCredentialReport"] },
  { what: "without a report", wish: {}, again: ["GetCredentialReport", "ListUsers"] },
])("repeats no listing and no reading of tags if only mail was left, $what", async ({ wish, again }) => {
  const world = worldOf(
    Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`user${index}`, { keys: [{ age: 70 }] }])),
  );
  let mails = 15;
  const first = await runEvaluate(world, { ...wish, mailTime: () => mails-- > 0 });
  expect(first.error).toMatchObject({ name: "Interrupted" });
  expect(world.outbox).toHaveLength(15);
  reads(world);

  const { result, error } = await runEvaluate(world, wish);

  expect(error).toBeUndefined();
  expect(mailed(world)).toHaveLength(40);
  expect(new Set(mailed(world)).size).toBe(40);
  const repeated = reads(world).filter((call) => !call.startsWith("GetAccessKeyLastUsed"));
  expect(repeated).toEqual(again);
  expect(result?.results.every(({ notices }) => notices[0]?.outcome === "sent")).toBe(true);
});

it("sends the first mail before it has looked up the last use of every key", async () => {
  const world = worldOf(
    Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`user${index}`, { keys: [{ age: 70 }] }])),
  );

  await runEvaluate(world);

  const firstMail = world.calls.findIndex((call) => call.startsWith("mail"));
  const before = world.calls.slice(0, firstMail).filter((call) => call.startsWith("GetAccessKeyLastUsed"));
  expect(before.length).toBeLessThan(20);
  expect(world.calls.indexOf("save inventory")).toBeLessThan(firstMail);
});
