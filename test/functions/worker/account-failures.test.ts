import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { capturedLog } from "../../support/captured-log.ts";
import { accessDenied, awsError, failing, throttled } from "./around.ts";
import { runEvaluate } from "./run-worker.ts";
import { keyIdOf, mailed, statuses, today, warned, worldOf } from "./world.ts";

capturedLog();
const joe = keyIdOf("joe");

/** Jane's key is due on day 90, Joe gets his warning of day 70. */
function janeAndJoe() {
  return worldOf({ jane: { keys: [{ age: 90, notified: warned }] }, joe: { keys: [{ age: 70 }] } });
}

it.each([
  { daysAfter: -200, isDone: false },
  { daysAfter: -1, isDone: false },
  { daysAfter: 0, isDone: true },
  { daysAfter: 1, isDone: true },
  { daysAfter: 2, isDone: false },
])(
  "a run that is evaluated $daysAfter days after its own day acts: $isDone",
  async ({ daysAfter, isDone }) => {
    const world = janeAndJoe();
    const now = addDays(today, daysAfter);
    world.now = Date.parse(`${now}T09:00:00Z`);

    const { result, error } = await runEvaluate(world);

    expect(mailed(world)).toHaveLength(isDone ? 1 : 0);
    if (isDone) return;
    expect(error).toMatchObject({ name: "StaleRun" });
    expect(result).toMatchObject({
      outcome: "unreachable",
      reason: { code: "staleRun", day: today, utcDay: now },
    });
    expect(world.calls).not.toContain("AssumeRole");
  },
);

it("report mode evaluates any day", async () => {
  const world = janeAndJoe();
  world.now = Date.parse(`${addDays(today, 200)}T09:00:00Z`);

  expect((await runEvaluate(world, { mode: "report" })).result?.outcome).toBe("evaluated");
});

it.each(["AssumeRole", "ListUsers", "histories"])(
  "is retried if %s is throttled, and leaves no result meanwhile, so that the account counts as unreachable",
  async (call) => {
    const world = janeAndJoe();

    const { result, error } = await runEvaluate(world, { around: failing({ [call]: throttled }) });

    expect(error).toMatchObject({ name: "Interrupted" });
    expect(result).toBeUndefined();
    expect(world.markers).toEqual([]);
  },
);

it("keeps sent notices in the result of an account that is interrupted again and again", async () => {
  const world = janeAndJoe();

  for (let attempt = 0; attempt < 3; attempt += 1) {
    const { error } = await runEvaluate(world, { around: failing({ "ListAccessKeys jane": throttled }) });
    expect(error).toMatchObject({ name: "Interrupted" });
  }

  expect(world.saved.at(-1)).toMatchObject({
    outcome: "partlyEvaluated",
    reason: { code: "problems", first: "jane: access keys: ThrottlingException: Rate exceeded" },
    results: [{ notices: [{ to: "joe@example.com", outcome: "sent" }] }],
  });
  expect(mailed(world)).toEqual([`joe@example.com: warning ${joe}`]);
});

it("does the same for all other users if one user fails", async () => {
  const world = worldOf({ ann: { keys: [{ age: 70 }] }, joe: { keys: [{ age: 70 }] } });

  const { result, error } = await runEvaluate(world, {
    around: failing({ "ListAccessKeys ann": accessDenied }),
  });

  expect(mailed(world)).toEqual([`joe@example.com: warning ${joe}`]);
  expect(error).toMatchObject({ name: "AccountUnreachable" });
  expect(result).toMatchObject({
    outcome: "partlyEvaluated",
    users: 2,
    keys: 1,
    problems: [{ userName: "ann" }],
  });
});

it("treats a user who was deleted after the listing as one without keys", async () => {
  const world = janeAndJoe();

  const { result, error } = await runEvaluate(world, {
    around: async (call, effect) => {
      if (call === "ListAccessKeys jane") world.users.delete("jane");
      return effect();
    },
  });

  expect(error).toBeUndefined();
  expect(result).toMatchObject({ outcome: "evaluated", users: 2, keys: 1 });
});

it("reads no further user when the Lambda timeout is near, notifies about those it has read, and is retried", async () => {
  const world = worldOf({ jane: { keys: [{ age: 70 }] }, joe: { keys: [{ age: 70 }] } });
  let asked = 0;

  const { result, error } = await runEvaluate(world, {
    hasTime: () => {
      asked += 1;
      return asked === 1;
    },
  });

  expect(mailed(world)).toEqual([`jane@example.com: warning ${keyIdOf("jane")}`]);
  expect(error).toMatchObject({ name: "Interrupted" });
  expect(result).toMatchObject({ outcome: "partlyEvaluated", problems: [{ userName: "joe" }] });
});

it("lists no user again if only mail was left at the deadline, and mails each owner once", async () => {
  const world = worldOf({ ann: { keys: [{ age: 70 }] }, joe: { keys: [{ age: 70 }] } });
  let slots = 0;
  const mailTime = () => {
    slots += 1;
    return slots === 1;
  };
  const { error } = await runEvaluate(world, { mailTime });
  expect(error).toMatchObject({ name: "Interrupted" });
  expect(mailed(world)).toHaveLength(1);
  const before = world.calls.length;

  await runEvaluate(world);

  expect(world.calls.slice(before).filter((call) => /^List(AccessKeys|UserTags) /.test(call))).toEqual([]);
  expect(mailed(world)).toEqual([
    `ann@example.com: warning ${keyIdOf("ann")}`,
    `joe@example.com: warning ${joe}`,
  ]);
});

it("is retried if the account result could not be saved", async () => {
  const busy = awsError("SlowDown", "Please reduce your request rate.");

  const { error } = await runEvaluate(janeAndJoe(), {
    around: async (call, effect) => {
      if (call === "save") throw busy;
      return effect();
    },
  });

  expect(error).toMatchObject({ name: "Interrupted", message: expect.stringContaining("account result") });
});

it("changes no key, whatever fails", async () => {
  const world = janeAndJoe();
  await runEvaluate(world);

  expect(Object.values(statuses(world))).toEqual(["Active", "Active"]);
  expect(world.calls.some((call) => call.startsWith("UpdateAccessKey"))).toBe(false);
});
