import { expect, it } from "vitest";
import { capturedLog } from "../../support/captured-log.ts";
import { policy } from "../domain/policy-fixture.ts";
import { awsError, failing, throttled } from "./around.ts";
import { reportOf } from "./memory-report.ts";
import { runEvaluate } from "./run-worker.ts";
import { keyIdOf, mailed, statuses, today, type UserWish, warned, worldOf } from "./world.ts";

capturedLog();

const jane = keyIdOf("jane");

/** An account with one user, Jane, and one key. */
function janes(key: UserWish["keys"][number], wish: Partial<UserWish> = {}) {
  return worldOf({ jane: { ...wish, keys: [key] } });
}

it.each([
  { age: 69, notified: [], mails: [] },
  { age: 70, notified: [], mails: [`jane@example.com: warning ${jane}`] },
  { age: 79, notified: [70], mails: [] },
  { age: 80, notified: [70], mails: [`jane@example.com: warning ${jane}`] },
  { age: 81, notified: warned, mails: [] },
])(
  "on day $age the owner gets $mails.length mail and no key is changed",
  async ({ age, notified, mails }) => {
    const world = janes({ age, notified });

    const { result, error } = await runEvaluate(world);

    expect(error).toBeUndefined();
    expect(mailed(world)).toEqual(mails);
    expect(statuses(world)).toEqual({ [jane]: "Active" });
    expect(result).toMatchObject({ outcome: "evaluated", users: 1, keys: 1, activeKeys: 1 });
  },
);

it("marks an account with a due key before it writes the result, and mails nothing", async () => {
  const world = janes({ age: 90, notified: warned });

  const { result } = await runEvaluate(world);

  expect(result?.results).toMatchObject([{ decision: { state: "deactivate" }, notices: [] }]);
  expect(world.calls.slice(-2)).toEqual(["mark due", "save"]);
  expect(world.outbox).toEqual([]);
});

it("records what each decision was based on, and when it was read", async () => {
  const world = worldOf({
    jane: { keys: [{ age: 75, notified: [70] }, { age: 3 }], moreTags: { team: "billing" } },
  });

  const { result } = await runEvaluate(world, { report: (users) => reportOf(users) });

  expect(result?.results[0]?.facts).toMatchObject({
    accessKeyId: jane,
    status: "Active",
    keyFrom: "listing",
    tags: { email: "jane@example.com", userType: "employee" },
    tagsReadOn: today,
    userType: "employee",
    hasPassword: false,
    otherKey: { accessKeyId: keyIdOf("jane", 1), status: "Active" },
    history: { notices: [{ to: "jane@example.com" }] },
  });
  expect(JSON.stringify(result)).not.toContain("billing");
});

it("reads the last use of a key only for its mail, and records it", async () => {
  const world = worldOf({ jane: { keys: [{ age: 70 }] }, joe: { keys: [{ age: 75, notified: [70] }] } });
  const lastUsed = { state: "used", on: "2026-11-01", service: "s3", region: "eu-central-1" } as const;

  const { result } = await runEvaluate(world, { lastUsed });

  expect(world.calls.filter((call) => call.startsWith("GetAccessKeyLastUsed"))).toEqual([
    `GetAccessKeyLastUsed ${jane}`,
  ]);
  expect(result?.results.map(({ facts }) => facts.lastUsed)).toEqual([lastUsed, undefined]);
});

it.each([throttled, awsError("AccessDenied")])(
  "puts a key on hold if its tags answer $name, sends no mail and reports the user",
  async (problem) => {
    const world = janes({ age: 95, notified: warned });

    const { result, error } = await runEvaluate(world, { around: failing({ "ListUserTags jane": problem }) });

    expect(world.outbox).toEqual([]);
    expect(result).toMatchObject({
      outcome: "partlyEvaluated",
      reason: { code: "problems", count: 1 },
      results: [
        { decision: { state: "onHold", reason: { code: "tagsUnreadable" } }, facts: { tags: "unreadable" } },
      ],
      problems: [{ userName: "jane" }],
    });
    expect(error).toMatchObject({ name: problem === throttled ? "Interrupted" : "AccountUnreachable" });
  },
);

it("in report mode sends no mail, reports what it would send, and marks nothing as due", async () => {
  const world = worldOf({ jane: { keys: [{ age: 90, notified: warned }] }, joe: { keys: [{ age: 70 }] } });

  const { result } = await runEvaluate(world, { mode: "report" });

  const changes = /^(claim|confirm|revoke|complete|withdraw|mail|mark)/;
  expect(world.calls.filter((call) => changes.test(call))).toEqual([]);
  expect(result?.results).toMatchObject([
    { decision: { state: "deactivate" } },
    { notices: [{ to: "joe@example.com", outcome: "wouldSend" }] },
  ]);
});

it("evaluates an account in report mode if an override says so, whatever the run's mode", async () => {
  const world = janes({ age: 70 });
  const overrides = [{ accounts: ["111122223333"], organizationalUnits: [], mode: "report" as const }];

  const { result } = await runEvaluate(world, { policy: policy({ overrides }) });

  expect(result?.mode).toBe("report");
  expect(world.outbox).toEqual([]);
});

it("notifies the fallback contact in the same run if SES refuses the owner's address", async () => {
  const world = janes({ age: 70 });

  const { result } = await runEvaluate(world, { mailFails: { "jane@example.com": "rejected" } });

  expect(mailed(world)).toEqual([`cloud-team@example.com: warning ${jane}`]);
  expect(result?.results[0]?.notices).toMatchObject([
    { to: "jane@example.com", outcome: "refused" },
    { to: "cloud-team@example.com", as: "fallback", outcome: "sent" },
  ]);
});

it("notifies the fallback contact of a final warning whose every owner SES refuses", async () => {
  const world = janes({ age: 400 });

  await runEvaluate(world, { mailFails: { "jane@example.com": "rejected" } });

  expect(mailed(world)).toEqual([`cloud-team@example.com: finalWarning ${jane}`]);
});

it("counts users whose tags were read and lack an address or a user type", async () => {
  const world = worldOf({
    jane: { email: undefined, keys: [{ age: 75 }] },
    joe: { userType: "contractor", keys: [{ age: 75 }] },
    kim: { email: undefined, keys: [{ age: 5 }] },
  });

  expect((await runEvaluate(world)).result?.untagged).toEqual({ email: 1, userType: 1 });
});
