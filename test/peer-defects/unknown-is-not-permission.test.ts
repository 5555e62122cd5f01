import { expect, it } from "vitest";
import { accessDenied, failing, throttled } from "../functions/worker/around.ts";
import { runWorker } from "../functions/worker/run-worker.ts";
import { keyIdOf, statuses, toldInTime, worldOf } from "../functions/worker/world.ts";
import { capturedLog } from "../support/captured-log.ts";

capturedLog();
const jane = keyIdOf("jane");

it.each([throttled, accessDenied])(
  "an exemption that could not be read counted as none ($name): the key stays on, nobody is told, all others go on (c5)",
  async (error) => {
    const due = { keys: [{ age: 90, told: toldInTime(90) }] };
    const world = worldOf({ jane: due, joe: due });

    const { result } = await runWorker(world, { around: failing({ "ListUserTags jane": error }) });

    expect(statuses(world)).toEqual({ [jane]: "Active", [keyIdOf("joe")]: "Inactive" });
    expect(world.outbox.map(({ to }) => to)).toEqual(["joe@example.com"]);
    expect(result?.results[0]?.decision).toMatchObject({ verdict: "withheld", withheld: "tagsUnreadable" });
  },
);

it("a throttled last-use lookup counted as never used: the mail says unknown, and nothing is decided by it (c6)", async () => {
  const world = worldOf({ jane: { keys: [{ age: 70 }] } });

  const { error } = await runWorker(world, { around: failing({ GetAccessKeyLastUsed: throttled }) });

  expect(error).toBeUndefined();
  expect(world.outbox[0]?.notices[0]).toMatchObject({ kind: "warning", lastUsed: { state: "unknown" } });
  expect(statuses(world)).toEqual({ [jane]: "Active" });
});

it.each(["Inactive", "Expired", "Suspended"])(
  "whatever was not Inactive counted as Active, or no status was looked at: %s is left alone and untold (c13, c14)",
  async (status) => {
    const world = worldOf({ jane: { keys: [{ age: 400, status, told: toldInTime(400) }] } });

    await runWorker(world);

    expect(statuses(world)).toEqual({ [jane]: status });
    expect(world.outbox).toEqual([]);
  },
);
