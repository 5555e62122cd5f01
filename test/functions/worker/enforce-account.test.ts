import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { capturedLog } from "../../support/captured-log.ts";
import { today } from "../domain/key-fixture.ts";
import { policy } from "../domain/policy-fixture.ts";
import { awsError, failing, throttled } from "./around.ts";
import { setStatus } from "./memory-account.ts";
import { runWorker } from "./run-worker.ts";
import { keyIdOf, mailed, statuses, toldInTime, type UserWish, worldOf } from "./world.ts";

capturedLog();

const jane = keyIdOf("jane");

/** An account with one user, Jane, and one key. */
function janes(key: UserWish["keys"][number], wish: Partial<UserWish> = {}) {
  return worldOf({ jane: { ...wish, keys: [key] } });
}

it.each<{ age: number; told: Record<string, number>; mails: string[] }>([
  { age: 69, told: {}, mails: [] },
  { age: 70, told: {}, mails: [`jane@example.com: warning ${jane}`] },
  { age: 79, told: { "day-70": 9 }, mails: [] },
  { age: 80, told: { "day-70": 10 }, mails: [`jane@example.com: warning ${jane}`] },
  { age: 81, told: { "day-70": 11, "day-80": 1 }, mails: [] },
])("on day $age the owner gets $mails.length mail and the key stays on", async ({ age, told, mails }) => {
  const world = janes({ age, told });

  const { result, error } = await runWorker(world);

  expect(error).toBeUndefined();
  expect(mailed(world)).toEqual(mails);
  expect(statuses(world)).toEqual({ [jane]: "Active" });
  expect(result).toMatchObject({ outcome: "enforced", users: 1, keys: 1, activeKeys: 1 });
});

it.each([90, 91, 400])(
  "on day %i the key is read again, switched off, read back, recorded, and only then announced",
  async (age) => {
    const world = janes({ age, told: toldInTime(age) });

    const { result } = await runWorker(world);

    expect(statuses(world)).toEqual({ [jane]: "Inactive" });
    const steps = world.calls.slice(world.calls.indexOf(`intended ${jane}`));
    const notice = `${jane} deactivated-1 jane@example.com`;
    expect(steps).toEqual([
      `intended ${jane}`,
      "ListAccessKeys jane",
      `UpdateAccessKey jane ${jane}`,
      "ListAccessKeys jane",
      `done ${jane}`,
      `GetAccessKeyLastUsed ${jane}`,
      `claim ${notice}`,
      "mail jane@example.com",
      `confirm ${notice}`,
      "save",
    ]);
    expect(result?.results).toMatchObject([
      {
        decision: { verdict: "deactivate", age },
        deactivation: { outcome: "deactivated" },
        notices: [{ to: "jane@example.com", outcome: "sent" }],
      },
    ]);
  },
);

it("says nothing to the owner of a key that is read back as still Active, and tries again", async () => {
  const world = janes({ age: 90, told: toldInTime(90) });

  const { result, error } = await runWorker(world, {
    around: async (call, effect) => {
      const answer = effect();
      if (call.startsWith("UpdateAccessKey")) setStatus(world.users, "jane", jane, "Active");
      return answer;
    },
  });

  expect(world.outbox).toEqual([]);
  expect(error).toMatchObject({ name: "Interrupted" });
  expect(result?.results[0]?.deactivation).toEqual({ outcome: "failed", error: "read back as Active" });
});

it.each([
  { age: 70, kind: "warning" },
  { age: 90, kind: "reminder" },
  { age: 120, kind: "reminder" },
  { age: 400, kind: "reminder" },
])("on day $age a machine's key is left on and its team gets a $kind", async ({ age, kind }) => {
  const world = janes({ age }, { userType: "machine" });

  await runWorker(world);

  expect(statuses(world)).toEqual({ [jane]: "Active" });
  expect(mailed(world)).toEqual([`jane@example.com: ${kind} ${jane}`]);
  expect(world.outbox[0]?.notices[0]?.switchOffOn).toBeUndefined();
});

it.each([undefined, "contractor"])(
  "leaves on the key of a user whose type is %j, tells, and withholds",
  async (userType) => {
    const world = janes({ age: 95, told: toldInTime(95) }, { userType });

    const { result } = await runWorker(world);

    expect(statuses(world)).toEqual({ [jane]: "Active" });
    expect(mailed(world)).toEqual([`jane@example.com: reminder ${jane}`]);
    expect(result?.results[0]?.decision).toMatchObject({ verdict: "withheld", withheld: "unknownUserType" });
  },
);

it("reminds of a type that is unknown, and warns anew once the tag says employee: nothing is switched off unwarned", async () => {
  const world = janes({ age: 400 }, { userType: undefined });
  await runWorker(world);
  world.users.get("jane")?.tags.push({ key: "UserType", value: "employee" });

  await runWorker(world, { daysLater: 30 });

  expect(statuses(world)).toEqual({ [jane]: "Active" });
  expect(mailed(world)).toEqual([
    `jane@example.com: finalWarning ${jane}`,
    `jane@example.com: reminder ${jane}`,
  ]);
  await runWorker(world, { daysLater: 40 });
  expect(statuses(world)).toEqual({ [jane]: "Inactive" });
});

it.each([throttled, awsError("AccessDenied")])(
  "leaves on the key of a user whose tags answer $name, tells nobody, and says so",
  async (problem) => {
    const world = janes({ age: 95, told: toldInTime(95) });

    const { result, error } = await runWorker(world, { around: failing({ "ListUserTags jane": problem }) });

    expect(statuses(world)).toEqual({ [jane]: "Active" });
    expect(world.outbox).toEqual([]);
    expect(result).toMatchObject({
      outcome: "incomplete",
      results: [{ decision: { verdict: "withheld", withheld: "tagsUnreadable" } }],
      problems: [{ userName: "jane" }],
    });
    expect(error).toMatchObject({
      name: problem === throttled ? "Interrupted" : "AccountUnreached",
    });
  },
);

it("leaves an exempt user's key on and names end, owner and reason", async () => {
  const exempt = `${addDays(today, 30)} sam@example.com moving to roles`;
  const world = janes({ age: 95, told: toldInTime(95) }, { exempt });

  const { result } = await runWorker(world);

  expect(statuses(world)).toEqual({ [jane]: "Active" });
  expect(world.outbox).toEqual([]);
  expect(result?.results[0]?.decision).toMatchObject({
    withheld: "exempt",
    reason: expect.stringContaining(`until ${addDays(today, 30)} by sam@example.com: moving to roles`),
  });
});

it("tells an exemption that cannot be read once, and warns anew when it is taken away", async () => {
  const world = janes({ age: 400 }, { exempt: "please" });
  await runWorker(world);
  await runWorker(world, { daysLater: 1 });
  expect(mailed(world)).toEqual([`jane@example.com: reminder ${jane}`]);
  const user = world.users.get("jane");
  if (user !== undefined) user.tags = user.tags.filter(({ key }) => key !== "CurfewExempt");

  await runWorker(world, { daysLater: 30 });

  expect(statuses(world)).toEqual({ [jane]: "Active" });
  expect(mailed(world)).toContain(`jane@example.com: finalWarning ${jane}`);
});

it("in report mode changes nothing, mails nothing, writes no ledger, and says what it would do", async () => {
  const world = worldOf({
    jane: { keys: [{ age: 90, told: toldInTime(90) }] },
    joe: { keys: [{ age: 70 }] },
  });

  const { result } = await runWorker(world, { mode: "report" });

  const reads =
    /^(AssumeRole report|histories|load inventory|GetCredentialReport|ListUsers|ListAccessKeys|ListUserTags|save)/;
  expect(world.calls.filter((call) => !reads.test(call))).toEqual([]);
  expect(result?.results).toMatchObject([
    { deactivation: { outcome: "wouldDeactivate" }, notices: [{ outcome: "wouldSend" }] },
    { notices: [{ to: "joe@example.com", outcome: "wouldSend" }] },
  ]);
});

it("lowers an account to report mode where an override says so, whatever the run's mode", async () => {
  const world = janes({ age: 90, told: toldInTime(90) });
  const overrides = [{ accounts: ["111122223333"], organizationalUnits: [], mode: "report" as const }];

  const { result } = await runWorker(world, { policy: policy({ overrides }) });

  expect(statuses(world)).toEqual({ [jane]: "Active" });
  expect(result?.mode).toBe("report");
  expect(world.calls[0]).toBe("AssumeRole report");
});

it("judges two keys of a user each by itself, in whatever order IAM lists them", async () => {
  const keys = [
    { age: 3, id: "AKIAEXAMPLEJANENEW0" },
    { age: 90, id: "AKIAEXAMPLEJANEOLD0", told: toldInTime(90) },
    { age: 300, id: "AKIAEXAMPLEJANEOFF0", status: "Inactive" },
  ];
  for (const listed of [keys, keys.toReversed()]) {
    const world = worldOf({ jane: { keys: listed } });

    await runWorker(world);

    expect(statuses(world)).toEqual({
      AKIAEXAMPLEJANENEW0: "Active",
      AKIAEXAMPLEJANEOLD0: "Inactive",
      AKIAEXAMPLEJANEOFF0: "Inactive",
    });
    expect(mailed(world)).toEqual(["jane@example.com: deactivated AKIAEXAMPLEJANEOLD0"]);
  }
});

it("reads no tags where no decision rests on them", async () => {
  const world = worldOf({ jane: { keys: [{ age: 69 }] }, joe: { keys: [{ age: 400, status: "Inactive" }] } });

  await runWorker(world);

  expect(world.calls.filter((call) => call.startsWith("ListUserTags"))).toEqual([]);
});
