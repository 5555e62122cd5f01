import { expect, it } from "vitest";
import { capturedLog } from "../../support/captured-log.ts";
import { runBoth, runDeactivate } from "./run-worker.ts";
import { deliverAll, keyIdOf, mailed, statuses, type UserWish, warned, worldOf } from "./world.ts";

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

it("reads pause, key, tags, ledger and the pause again, then intends, deactivates, reads back, records, and only then notifies", async () => {
  const world = janes();

  const { result, error } = await runDeactivate(world, [jane]);

  expect(error).toBeUndefined();
  expect(statuses(world)).toEqual({ [jane]: "Inactive" });
  expect(world.calls).toEqual([
    "AssumeRole",
    "pause",
    "ListAccessKeys jane",
    "ListUserTags jane",
    "histories",
    "pause",
    `intend ${jane}`,
    `UpdateAccessKey jane ${jane}`,
    "ListAccessKeys jane",
    `complete ${jane}`,
    `GetAccessKeyLastUsed ${jane}`,
    `claim ${jane} deactivated jane@example.com`,
    "mail jane@example.com",
    `confirm ${jane} deactivated jane@example.com`,
    "save",
  ]);
  expect(result?.keys).toMatchObject([
    {
      accessKeyId: jane,
      outcome: "deactivated",
      decision: { state: "deactivate" },
      notices: [{ to: "jane@example.com", outcome: "sent" }],
    },
  ]);
});

it("touches no key that is not in the plan", async () => {
  const world = janeAndJoe();

  await runDeactivate(world, [joe]);

  expect(statuses(world)).toEqual({ [jane]: "Active", [joe]: "Inactive" });
});

it("notifies the fallback contact if SES refuses every owner of a deactivated key", async () => {
  const world = janes();

  const { result } = await runDeactivate(world, [jane], { mailFails: { "jane@example.com": "rejected" } });

  expect(mailed(world)).toEqual([`cloud-team@example.com: deactivated ${jane}`]);
  expect(result?.keys[0]?.notices.map(({ outcome }) => outcome)).toEqual(["refused", "sent"]);
});

it("deactivates an employee's key on day 90 and sends a mail, and does not touch the key after that", async () => {
  const world = worldOf({ jane: { keys: [{ age: 70 }] } });
  for (const daysLater of [0, 10, 19, 20, 21]) {
    await runBoth(world, { daysLater });
    deliverAll(world);
    expect(statuses(world)[jane], `day ${70 + daysLater}`).toBe(daysLater < 20 ? "Active" : "Inactive");
  }

  expect(mailed(world)).toEqual([
    `jane@example.com: deactivated ${jane}`,
    `jane@example.com: warning ${jane}`,
    `jane@example.com: warning ${jane}`,
  ]);
});
