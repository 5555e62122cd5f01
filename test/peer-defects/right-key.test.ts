import { expect, it } from "vitest";
import { accessDenied, failing } from "../functions/worker/around.ts";
import { setStatus } from "../functions/worker/memory-account.ts";
import { runBoth, runEvaluate } from "../functions/worker/run-worker.ts";
import { keyIdOf, mailed, statuses, warned, worldOf } from "../functions/worker/world.ts";
import { capturedLog } from "../support/captured-log.ts";

capturedLog();
const jane = keyIdOf("jane");

it("deactivates the old one of two keys, in either order; a peer matched report slots to positions in a list (c10)", async () => {
  const fresh = { age: 1, id: "AKIAEXAMPLEFRESH" };
  const old = { age: 90, id: "AKIAEXAMPLEOLD", notified: warned };
  for (const keys of [
    [fresh, old],
    [old, fresh],
  ]) {
    const world = worldOf({ jane: { keys } });

    await runBoth(world);

    expect(statuses(world)).toEqual({ AKIAEXAMPLEFRESH: "Active", AKIAEXAMPLEOLD: "Inactive" });
  }
});

it("does not touch a key that its owner deactivated yesterday, and sends no mail; a peer deleted it because of its age (c7)", async () => {
  const world = worldOf({ jane: { keys: [{ age: 89, notified: warned }] } });
  setStatus(world.users, "jane", jane, "Inactive");

  for (const daysLater of [1, 2, 10]) await runBoth(world, { daysLater });

  expect(world.calls.filter((call) => call.startsWith("UpdateAccessKey"))).toEqual([]);
  expect(world.outbox).toEqual([]);
});

it("deactivates a key once and mails its owner once; a peer did both in every run (c13)", async () => {
  const world = worldOf({ jane: { keys: [{ age: 90, notified: warned }] } });

  for (const daysLater of [0, 7, 14, 200]) await runBoth(world, { daysLater });

  expect(world.calls.filter((call) => call.startsWith("UpdateAccessKey"))).toHaveLength(1);
  expect(mailed(world)).toEqual([`jane@example.com: deactivated ${jane}`]);
});

it.each([
  "ListAccessKeys ann",
  "ListUserTags ann",
  "UpdateAccessKey ann",
  `GetAccessKeyLastUsed ${keyIdOf("ann")}`,
])(
  "continues with the other users if %s fails; the first error ended a peer's run before any mail (c14, c21)",
  async (call) => {
    const due = { keys: [{ age: 90, notified: warned }] };
    const world = worldOf({ ann: due, jane: due, zoe: due });

    await runBoth(world, { around: failing({ [call]: accessDenied }) });

    expect(statuses(world)).toMatchObject({ [jane]: "Inactive", [keyIdOf("zoe")]: "Inactive" });
    expect(mailed(world)).toEqual(
      expect.arrayContaining([
        `jane@example.com: deactivated ${jane}`,
        `zoe@example.com: deactivated ${keyIdOf("zoe")}`,
      ]),
    );
  },
);

it.each([90, 95, 100])(
  "deactivates a key of %i days whose owner was warned; an undefined name kept every key of a peer active (c18)",
  async (age) => {
    const world = worldOf({ jane: { keys: [{ age, notified: warned }] } });

    const { evaluated, deactivated } = await runBoth(world);

    expect([evaluated.error, deactivated.error]).toEqual([undefined, undefined]);
    expect(statuses(world)).toEqual({ [jane]: "Inactive" });
  },
);

it("warns again before it deactivates a key whose warnings are a year old (c18)", async () => {
  const world = worldOf({ jane: { keys: [{ age: 450, notified: warned }] } });

  const { evaluated } = await runBoth(world);
  expect(statuses(world)).toEqual({ [jane]: "Active" });
  expect(evaluated.result?.results[0]?.decision.reason.code).toBe("noticeStale");

  expect(mailed(world)).toEqual([`jane@example.com: finalWarning ${jane}`]);
  await runEvaluate(world, { daysLater: 1 });
  expect(world.outbox).toHaveLength(1);
});
