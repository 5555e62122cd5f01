import { expect, it } from "vitest";
import { accessDenied, failing, throttled } from "../functions/worker/around.ts";
import { runBoth, runDeactivate, runEvaluate } from "../functions/worker/run-worker.ts";
import { keyIdOf, statuses, warned, worldOf } from "../functions/worker/world.ts";
import { capturedLog } from "../support/captured-log.ts";

capturedLog();
const jane = keyIdOf("jane");
const due = { keys: [{ age: 90, notified: warned }] };

it.each([throttled, accessDenied])(
  "leaves a key active and sends no mail if the tags cannot be read ($name), and continues with the others; a peer took that for no exemption (c5)",
  async (error) => {
    const world = worldOf({ jane: due, joe: due });

    const { evaluated } = await runBoth(world, { around: failing({ "ListUserTags jane": error }) });

    expect(statuses(world)).toEqual({ [jane]: "Active", [keyIdOf("joe")]: "Inactive" });
    expect(world.outbox.map(({ to }) => to)).toEqual(["joe@example.com"]);
    const decision = evaluated.result?.results.find(({ facts }) => facts.accessKeyId === jane)?.decision;
    expect(decision).toMatchObject({ state: "onHold", reason: { code: "tagsUnreadable" } });
  },
);

it.each([throttled, accessDenied])(
  "leaves a planned key active if the tags cannot be read right before the deactivation ($name) (c5)",
  async (error) => {
    const world = worldOf({ jane: due });

    await runEvaluate(world);
    await runDeactivate(world, [jane], { around: failing({ "ListUserTags jane": error }) });

    expect(statuses(world)).toEqual({ [jane]: "Active" });
    expect(world.outbox).toEqual([]);
  },
);

it("says that the last use is unknown if the call is throttled, and bases no decision on it; a peer took it for never used (c6)", async () => {
  const world = worldOf({ jane: { keys: [{ age: 70 }] } });

  const { error } = await runEvaluate(world, { around: failing({ GetAccessKeyLastUsed: throttled }) });

  expect(error).toBeUndefined();
  expect(world.outbox[0]?.notices[0]).toMatchObject({ kind: "warning", lastUsed: { state: "unknown" } });
  expect(statuses(world)).toEqual({ [jane]: "Active" });
});

it.each(["Inactive", "Expired", "Suspended"])(
  "does not touch a key with the status %s and sends no mail; peers took everything but Inactive for Active (c13, c14)",
  async (status) => {
    const world = worldOf({ jane: { keys: [{ age: 90, status, notified: warned }] } });

    await runBoth(world);
    await runDeactivate(world, [jane]);

    expect(statuses(world)).toEqual({ [jane]: status });
    expect(world.outbox).toEqual([]);
  },
);
