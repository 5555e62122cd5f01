import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { capturedLog } from "../../support/captured-log.ts";
import { today } from "../domain/key-fixture.ts";
import { accessDenied, awsError, failing, losingAnswers, throttled } from "./around.ts";
import { setStatus } from "./memory-account.ts";
import { runWorker } from "./run-worker.ts";
import { keyIdOf, mailed, statuses, toldInTime, worldOf } from "./world.ts";

const log = capturedLog();
const jane = keyIdOf("jane");
const joe = keyIdOf("joe");

/** Jane's key is due on day 90, Joe's on day 70. */
function janeAndJoe() {
  return worldOf({ jane: { keys: [{ age: 90, told: toldInTime(90) }] }, joe: { keys: [{ age: 70 }] } });
}

it("names an account whose role refuses it as unreached, and is not tried again", async () => {
  const world = janeAndJoe();

  const { result, error } = await runWorker(world, { around: failing({ AssumeRole: accessDenied }) });

  expect(error).toMatchObject({ name: "AccountUnreached", cause: accessDenied });
  expect(result).toMatchObject({ outcome: "unreached", users: 0, results: [] });
  expect(result?.reason).toContain("the member role could not be assumed: AccessDenied");
  expect(log.join("")).toContain("AccessDenied");
});

it.each([
  { daysAfter: 0, isDone: true },
  { daysAfter: 1, isDone: true },
  { daysAfter: 2, isDone: false },
  { daysAfter: 14, isDone: false },
])(
  "a run that is redriven $daysAfter days after its own day acts: $isDone, for its mails would name days gone by",
  async ({ daysAfter, isDone }) => {
    const world = janeAndJoe();
    world.now = Date.parse(`${addDays(today, daysAfter)}T09:00:00Z`);

    const { result, error } = await runWorker(world);

    expect(statuses(world)).toEqual({ [jane]: isDone ? "Inactive" : "Active", [joe]: "Active" });
    expect(mailed(world)).toHaveLength(isDone ? 2 : 0);
    if (isDone) return;
    expect(error).toMatchObject({ name: "AccountUnreached" });
    expect(result?.reason).toContain(
      `the run judges as on ${today}, and it is ${addDays(today, daysAfter)}; start a new execution`,
    );
  },
);

it("a run of the day before that warns after midnight starts the grace then, not a day earlier", async () => {
  const world = worldOf({ jane: { keys: [{ age: 95 }] } });
  world.now = Date.parse(`${addDays(today, 1)}T00:10:00Z`);
  await runWorker(world);

  await runWorker(world, { daysLater: 10 });
  expect(statuses(world)).toEqual({ [jane]: "Active" });
  await runWorker(world, { daysLater: 11 });
  expect(statuses(world)).toEqual({ [jane]: "Inactive" });
});

it("report mode looks back as far as it is asked to", async () => {
  const world = janeAndJoe();
  world.now = Date.parse(`${addDays(today, 200)}T09:00:00Z`);

  expect((await runWorker(world, { mode: "report" })).result?.outcome).toBe("enforced");
});

it.each(["AssumeRole", "ListUsers", "histories"])("tries again where %s is throttled", async (call) => {
  const world = janeAndJoe();

  const { result, error } = await runWorker(world, { around: failing({ [call]: throttled }) });

  expect(error).toMatchObject({ name: "Interrupted" });
  expect(result?.outcome).toBe("unreached");
  expect(statuses(world)).toEqual({ [jane]: "Active", [joe]: "Active" });
});

it.each([
  { daysAgo: 0, outcome: "notOnboarded" },
  { daysAgo: 6, outcome: "notOnboarded" },
  { daysAgo: 7, outcome: "unreached" },
])("an account that joined $daysAgo days ago and has no role is $outcome", async ({ daysAgo, outcome }) => {
  const account = { joinedOn: addDays(today, -daysAgo) };

  const { result } = await runWorker(janeAndJoe(), {
    account,
    around: failing({ AssumeRole: accessDenied }),
  });

  expect(result?.outcome).toBe(outcome);
});

it("does not take a throttled AssumeRole for an account that is not onboarded", async () => {
  const account = { joinedOn: today };

  const { result } = await runWorker(janeAndJoe(), { account, around: failing({ AssumeRole: throttled }) });

  expect(result?.outcome).toBe("unreached");
});

it("does not call an account not onboarded in which an earlier attempt of the run was at work", async () => {
  const account = { joinedOn: today };
  const world = janeAndJoe();
  await runWorker(world, { account });

  const { result } = await runWorker(world, { account, around: failing({ AssumeRole: accessDenied }) });

  expect(result).toMatchObject({ outcome: "unreached", results: [{ decision: {} }, { decision: {} }] });
});

it("keeps in the result what was done in an account that is interrupted again and again", async () => {
  const world = worldOf({
    jane: { keys: [{ age: 90, told: toldInTime(90) }] },
    joe: { keys: [{ age: 70 }] },
  });

  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { error } = await runWorker(world, { around: failing({ "ListAccessKeys joe": throttled }) });
    expect(error).toMatchObject({ name: "Interrupted" });
  }

  expect(world.saved).toHaveLength(5);
  expect(world.saved.at(-1)).toMatchObject({
    outcome: "incomplete",
    reason: "joe: ThrottlingException: Rate exceeded",
    results: [
      { deactivation: { outcome: "deactivated" }, notices: [{ to: "jane@example.com", outcome: "sent" }] },
    ],
  });
  expect(mailed(world)).toEqual([`jane@example.com: deactivated ${jane}`]);
});

it("does for all others exactly what it would have done had one user not failed", async () => {
  const undisturbed = janeAndJoe();
  await runWorker(undisturbed);
  const world = worldOf({
    ann: { keys: [{ age: 90, told: toldInTime(90) }] },
    jane: { keys: [{ age: 90, told: toldInTime(90) }] },
    joe: { keys: [{ age: 70 }] },
  });

  const { result, error } = await runWorker(world, {
    around: failing({ "ListAccessKeys ann": accessDenied }),
  });

  expect(statuses(world)).toEqual({ ...statuses(undisturbed), [keyIdOf("ann")]: "Active" });
  expect(mailed(world)).toEqual(mailed(undisturbed));
  expect(error).toMatchObject({ name: "AccountUnreached" });
  expect(result).toMatchObject({ outcome: "incomplete", users: 3, keys: 2, problems: [{ userName: "ann" }] });
});

it("tells the others and switches their keys off though one key cannot be switched off", async () => {
  const world = worldOf({
    ann: { keys: [{ age: 90, told: toldInTime(90) }] },
    jane: { keys: [{ age: 90, told: toldInTime(90) }] },
    joe: { keys: [{ age: 70 }] },
  });

  const { result } = await runWorker(world, { around: failing({ "UpdateAccessKey ann": accessDenied }) });

  expect(statuses(world)).toMatchObject({ [keyIdOf("ann")]: "Active", [jane]: "Inactive" });
  expect(mailed(world)).toEqual([`jane@example.com: deactivated ${jane}`, `joe@example.com: warning ${joe}`]);
  expect(result?.results[0]).toMatchObject({ deactivation: { outcome: "failed" }, notices: [] });
  expect([...world.table.deactivations.keys()]).toEqual([jane]);
});

it("takes back an intention that turns out to be forbidden, and keeps the number of the deactivation before it", async () => {
  const intended = { state: "intended", on: today, run: "earlier", count: 2 } as const;
  const told = { ...toldInTime(120), "deactivated-1": 30 };
  const world = worldOf({ jane: { keys: [{ age: 120, told, history: { deactivation: intended } }] } });

  await runWorker(world, { around: failing({ UpdateAccessKey: accessDenied }) });
  expect(world.table.deactivations.get(jane)).toMatchObject({ state: "done", count: 1 });
  await runWorker(world, { daysLater: 1 });

  expect(world.table.deactivations.get(jane)).toMatchObject({ state: "done", count: 2 });
  expect(mailed(world)).toEqual([`jane@example.com: deactivated ${jane}`]);
});

it("takes a user who was deleted since the listing for one without keys", async () => {
  const world = janeAndJoe();

  const { result, error } = await runWorker(world, {
    around: async (call, effect) => {
      if (call === "ListAccessKeys jane") world.users.delete("jane");
      return effect();
    },
  });

  expect(error).toBeUndefined();
  expect(result).toMatchObject({ outcome: "enforced", users: 2, keys: 1 });
  expect(mailed(world)).toEqual([`joe@example.com: warning ${joe}`]);
});

it.each([
  { what: "switched off by its owner", change: "Inactive", error: "the key's status has become Inactive" },
  { what: "expired", change: "Expired", error: "the key's status has become Expired" },
  { what: "deleted", change: undefined, error: "the key is gone" },
])("abandons a deactivation whose key was $what meanwhile, and tells nobody", async ({ change, error }) => {
  const world = janeAndJoe();

  const { result } = await runWorker(world, {
    around: async (call, effect) => {
      const answer = effect();
      if (call === `intended ${jane}` && change !== undefined) setStatus(world.users, "jane", jane, change);
      else if (call === `intended ${jane}`) world.users.set("jane", { keys: [], tags: [] });
      return answer;
    },
  });

  expect(result?.results[0]).toMatchObject({ deactivation: { outcome: "abandoned", error }, notices: [] });
  expect(world.calls.filter((call) => call.startsWith("UpdateAccessKey"))).toEqual([]);
  expect(mailed(world)).toEqual([`joe@example.com: warning ${joe}`]);
  expect(world.table.deactivations.size).toBe(0);
});

it("leaves alone a key of the same name that was made anew since it was judged", async () => {
  const world = janeAndJoe();

  const { result } = await runWorker(world, {
    around: async (call, effect) => {
      const key = { accessKeyId: jane, userName: "jane", status: "Active", createdOn: today };
      if (call === `intended ${jane}`) world.users.set("jane", { keys: [key], tags: [] });
      return effect();
    },
  });

  expect(statuses(world)).toMatchObject({ [jane]: "Active" });
  expect(result?.results[0]?.deactivation).toEqual({ outcome: "abandoned", error: "the key is gone" });
});

it("tells the owner in the next run of a key that was switched off when the read-back was refused", async () => {
  const world = janeAndJoe();
  let reads = 0;

  const { result } = await runWorker(world, {
    around: async (call, effect) => {
      if (call === "ListAccessKeys jane") reads += 1;
      if (call === "ListAccessKeys jane" && reads === 3) throw awsError("ExpiredTokenException");
      return effect();
    },
  });
  expect(result?.results[0]?.deactivation?.outcome).toBe("failed");
  expect(mailed(world)).not.toContain(`jane@example.com: deactivated ${jane}`);
  await runWorker(world, { daysLater: 1 });

  expect(mailed(world)).toContain(`jane@example.com: deactivated ${jane}`);
});

it("reads no further user once its time is over, acts on those it has read, and comes back for the rest", async () => {
  const world = janeAndJoe();
  let asked = 0;

  const { result, error } = await runWorker(world, {
    hasTime: () => {
      asked += 1;
      return asked === 1;
    },
  });

  expect(statuses(world)).toEqual({ [jane]: "Inactive", [joe]: "Active" });
  expect(error).toMatchObject({ name: "Interrupted" });
  expect(result).toMatchObject({ outcome: "incomplete", problems: [{ userName: "joe" }] });
});

it("comes back where the account result could not be saved", async () => {
  const { error } = await runWorker(janeAndJoe(), {
    around: losingAnswers({ save: awsError("SlowDown", "Please reduce your request rate.") }),
  });

  expect(error).toMatchObject({ name: "Interrupted", message: expect.stringContaining("account result") });
});
