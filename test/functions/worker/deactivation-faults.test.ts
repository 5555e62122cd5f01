import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { capturedLog } from "../../support/captured-log.ts";
import { type Around, accessDenied, awsError, failing, losingAnswers, throttled } from "./around.ts";
import { setStatus, setTag } from "./memory-account.ts";
import { runBoth, runDeactivate, runEvaluate } from "./run-worker.ts";
import { keyIdOf, mailed, statuses, today, type UserWish, type World, warned, worldOf } from "./world.ts";

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

function updates({ calls }: World): string[] {
  return calls.filter((call) => call.startsWith("UpdateAccessKey"));
}

it("withdraws the intention if UpdateAccessKey is throttled without effect, so that a later deactivation by the owner is not reported as Curfew's", async () => {
  const world = janes();

  const { result, error } = await runDeactivate(world, [jane], {
    around: failing({ UpdateAccessKey: throttled }),
  });
  expect(error).toMatchObject({ name: "Interrupted" });
  expect(result?.keys[0]?.why).toMatchObject({ code: "failed", error: "ThrottlingException: Rate exceeded" });
  expect(world.table.get(jane)?.history.deactivation).toBeUndefined();
  setStatus(world.users, "jane", jane, "Inactive");
  await runEvaluate(world, { daysLater: 1 });

  expect(mailed(world)).toEqual([]);
  expect(world.table.get(jane)?.history.deactivation).toBeUndefined();
});

it("withdraws its own intention if the key is no longer due when the attempt is repeated", async () => {
  const world = janes();
  const killed = failing({ "UpdateAccessKey jane": throttled, withdraw: throttled });
  await runDeactivate(world, [jane], { around: killed });
  expect(world.table.get(jane)?.history.deactivation).toMatchObject({ state: "intended" });
  setTag(world.users, "jane", "UserType", "machine");

  const { result } = await runDeactivate(world, [jane]);

  expect(result?.keys[0]?.why).toMatchObject({ code: "noLongerDue", reason: { code: "stageDue" } });
  expect(world.table.get(jane)?.history.deactivation).toBeUndefined();
});

it("keeps the number of the previous deactivation when it withdraws an intention", async () => {
  const deactivation = { state: "done", number: 1, on: addDays(today, -60), run: "old" } as const;
  const world = janes({ keys: [{ age: 90, notified: warned, history: { deactivation } }] });

  await runDeactivate(world, [jane], { around: failing({ UpdateAccessKey: accessDenied }) });

  expect(world.table.get(jane)?.history.deactivation).toMatchObject({ state: "done", number: 1 });
});

it("treats a key as deactivated if UpdateAccessKey took effect and only its answer was lost", async () => {
  const world = janes();
  const lost = awsError("TimeoutError", "socket hang up");

  const { result, error } = await runDeactivate(world, [jane], {
    around: losingAnswers({ UpdateAccessKey: lost }),
  });

  expect(error).toBeUndefined();
  expect(result?.keys[0]?.outcome).toBe("deactivated");
  expect(mailed(world)).toEqual([`jane@example.com: deactivated ${jane}`]);
});

it("sends no mail about a key that is read back as Active, and is retried", async () => {
  const world = janes();
  const around: Around = async (call, effect) => {
    const answer = effect();
    if (call.startsWith("UpdateAccessKey")) setStatus(world.users, "jane", jane, "Active");
    return answer;
  };

  const { result, error } = await runDeactivate(world, [jane], { around });

  expect(world.outbox).toEqual([]);
  expect(error).toMatchObject({ name: "Interrupted" });
  expect(result?.keys[0]?.why).toEqual({ code: "failed", error: "read back as Active" });
});

it("completes in the next run a deactivation whose read-back was refused", async () => {
  const world = janes();
  let reads = 0;
  const around: Around = async (call, effect) => {
    if (call === "ListAccessKeys jane") reads += 1;
    if (call === "ListAccessKeys jane" && reads === 2) throw awsError("ExpiredTokenException");
    return effect();
  };
  const { result } = await runDeactivate(world, [jane], { around });
  expect(result?.keys[0]?.why).toMatchObject({ code: "failed" });
  expect(mailed(world)).toEqual([]);

  await runEvaluate(world, { daysLater: 1 });

  expect(mailed(world)).toEqual([`jane@example.com: deactivated ${jane}`]);
});

it("reports every planned key if the Lambda timeout is near, and is retried for the rest", async () => {
  const world = janeAndJoe();
  let asked = 0;

  const first = await runDeactivate(world, [jane, joe], {
    hasTime: () => {
      asked += 1;
      return asked === 1;
    },
  });
  expect(first.error).toMatchObject({ name: "Interrupted" });
  expect(first.result?.keys.map(({ outcome }) => outcome)).toEqual(["deactivated", "notDeactivated"]);
  const { result, error } = await runDeactivate(world, [jane, joe]);

  expect(error).toBeUndefined();
  expect(result?.keys).toMatchObject([
    { outcome: "deactivated", notices: [{ to: "jane@example.com", outcome: "sent" }] },
    { outcome: "deactivated", notices: [{ to: "joe@example.com", outcome: "sent" }] },
  ]);
  expect(updates(world)).toHaveLength(2);
});

it.each([
  { what: "the role can no longer be assumed", wish: { around: failing({ AssumeRole: accessDenied }) } },
  { what: "the pause can no longer be read", wish: { around: failing({ pause: throttled }) } },
  { what: "there is no time", wish: { hasTime: () => false } },
])("keeps in the result what an earlier attempt of the run did if $what", async ({ wish }) => {
  const world = janes();
  await runDeactivate(world, [jane]);

  const { result } = await runDeactivate(world, [jane], wish);

  expect(result?.keys).toMatchObject([
    { outcome: "deactivated", notices: [{ to: "jane@example.com", outcome: "sent" }] },
  ]);
});

it("does not report another run's deactivation as its own", async () => {
  const world = janes();
  await runDeactivate(world, [jane], { run: { id: "by-hand" } });

  const { result } = await runDeactivate(world, [jane]);

  expect(result?.keys).toMatchObject([{ outcome: "notDeactivated", why: { code: "statusChanged" } }]);
});

it("continues with the other keys if one cannot be deactivated, and says why", async () => {
  const world = janeAndJoe();

  const { result, error } = await runDeactivate(world, [jane, joe], {
    around: failing({ "UpdateAccessKey jane": accessDenied }),
  });

  expect(statuses(world)).toEqual({ [jane]: "Active", [joe]: "Inactive" });
  expect(error).toBeUndefined();
  expect(result?.keys[0]?.why).toMatchObject({ code: "failed" });
  expect(result?.problems).toMatchObject([{ userName: "jane" }]);
});

it("deactivates no further key when SES accepts no more mail", async () => {
  const world = janeAndJoe();

  const { result } = await runDeactivate(world, [jane, joe], {
    mailFails: { "jane@example.com": "senderUnusable" },
  });

  expect(statuses(world)).toEqual({ [jane]: "Inactive", [joe]: "Active" });
  expect(result?.keys[1]?.why).toMatchObject({
    code: "failed",
    error: expect.stringContaining("mail stopped"),
  });
});

it("sends the mail about a deactivation once, even if an attempt was interrupted before it", async () => {
  const world = janes();
  const interrupted = await runDeactivate(world, [jane], { mailTime: () => false });
  expect(interrupted.error).toMatchObject({ name: "Interrupted" });

  const { result } = await runDeactivate(world, [jane]);

  expect(mailed(world)).toEqual([`jane@example.com: deactivated ${jane}`]);
  expect(result?.keys).toMatchObject([{ outcome: "deactivated", notices: [{ outcome: "sent" }] }]);
});

it("names a mail about a deactivation that could not be sent as a problem, and another run of the day sends it", async () => {
  const world = janes();
  const { result, error } = await runDeactivate(world, [jane], {
    mailFails: { "jane@example.com": "senderUnusable" },
  });
  expect(error).toBeUndefined();
  expect(result?.problems).toHaveLength(1);

  await runBoth(world, { run: { id: "again" } });

  expect(statuses(world)).toEqual({ [jane]: "Inactive" });
  expect(mailed(world)).toEqual([`jane@example.com: deactivated ${jane}`]);
});
