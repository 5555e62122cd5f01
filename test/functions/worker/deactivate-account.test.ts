import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { revoked } from "../../../functions/domain/key-history.ts";
import { capturedLog } from "../../support/captured-log.ts";
import { policy } from "../domain/policy-fixture.ts";
import { type Around, accessDenied, awsError, failing, losingAnswers, throttled } from "./around.ts";
import { setStatus, setTag } from "./memory-account.ts";
import { runBoth, runDeactivate, runEvaluate } from "./run-worker.ts";
import {
  deliverAll,
  keyIdOf,
  mailed,
  statuses,
  today,
  type UserWish,
  type World,
  warned,
  worldOf,
} from "./world.ts";

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

/** Does something when a call begins. */
function when(beginning: string, act: () => void): Around {
  return async (call, effect) => {
    if (call.startsWith(beginning)) act();
    return effect();
  };
}

function updates({ calls }: World): string[] {
  return calls.filter((call) => call.startsWith("UpdateAccessKey"));
}

it("reads pause, key, tags and ledger, then intends, deactivates, reads back, records, and only then notifies", async () => {
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

it.each([
  {
    what: "an exemption",
    tag: "CurfewExempt",
    value: `${addDays(today, 30)} sam@example.com moving`,
    code: "exempt",
  },
  {
    what: "an exemption that cannot be read",
    tag: "CurfewExempt",
    value: "please",
    code: "exemptionUnreadable",
  },
  { what: "another owner", tag: "email", value: "new@example.com", code: "ownerChanged" },
  { what: "another user type", tag: "UserType", value: "machine", code: "stageDue" },
  { what: "no user type", tag: "UserType", value: undefined, code: "unknownUserType" },
])("leaves a key active whose user got $what after the evaluation", async ({ tag, value, code }) => {
  const world = janes();
  await runEvaluate(world);
  setTag(world.users, "jane", tag, value);

  const { result, error } = await runDeactivate(world, [jane]);

  expect(updates(world)).toEqual([]);
  expect(world.outbox).toEqual([]);
  expect(error).toBeUndefined();
  expect(result?.keys).toMatchObject([
    { outcome: "notDeactivated", why: { code: "noLongerDue", reason: { code } } },
  ]);
});

it("records that an exemption revoked the notices, so that taking it away again does not restore them", async () => {
  const world = janes();
  setTag(world.users, "jane", "CurfewExempt", `${addDays(today, 30)} sam@example.com moving`);
  await runDeactivate(world, [jane]);
  setTag(world.users, "jane", "CurfewExempt", undefined);

  const { result } = await runDeactivate(world, [jane], { run: { id: "by-hand" } });

  expect(statuses(world)).toEqual({ [jane]: "Active" });
  expect(result?.keys[0]?.why).toMatchObject({ code: "noLongerDue", reason: { code: "notWarned" } });
});

it("leaves a key active whose user is tagged while it is being deactivated, up to the reading of the tags", async () => {
  const world = janes();
  const exempt = () =>
    setTag(world.users, "jane", "CurfewExempt", `${addDays(today, 30)} sam@example.com moving`);

  await runDeactivate(world, [jane], { around: when("ListUserTags", exempt) });

  expect(updates(world)).toEqual([]);
});

/** A restore of an earlier deactivation that an operator starts. */
function restore(world: World): void {
  const entry = world.table.get(jane);
  if (entry === undefined) return;
  const number = (entry.history.restore?.number ?? 0) + 1;
  const until = addDays(today, 30);
  const by = {
    state: "intended",
    number,
    on: today,
    until,
    run: "restore",
    reason: "",
    deactivation: 1,
  } as const;
  entry.history = revoked({ ...entry.history, restore: by }, "restore", today, "restore");
}

it.each(["ListAccessKeys", "histories", "intend"])(
  "a restore wins that comes when the deactivation is at %s, though the run started before it",
  async (call) => {
    const deactivation = { state: "done", number: 1, on: addDays(today, -20), run: "old" } as const;
    const world = janes({ keys: [{ age: 90, notified: warned, history: { deactivation } }] });
    await runEvaluate(world);
    let isRestored = false;
    const around = when(call, () => {
      if (!isRestored) restore(world);
      isRestored = true;
    });

    const { result, error } = await runDeactivate(world, [jane], { around });

    expect(isRestored).toBe(true);
    expect(updates(world)).toEqual([]);
    expect(error).toBeUndefined();
    expect(result?.keys[0]?.why?.code).toBe(call === "intend" ? "overtaken" : "noLongerDue");
  },
);

it("withdraws the intention if UpdateAccessKey is throttled without effect: what the owner does later is not Curfew's act", async () => {
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

it("keeps the number of the deactivation before an intention that it withdraws", async () => {
  const deactivation = { state: "done", number: 1, on: addDays(today, -60), run: "old" } as const;
  const world = janes({ keys: [{ age: 90, notified: warned, history: { deactivation } }] });

  await runDeactivate(world, [jane], { around: failing({ UpdateAccessKey: accessDenied }) });

  expect(world.table.get(jane)?.history.deactivation).toMatchObject({ state: "done", number: 1 });
});

it("takes a key for deactivated if UpdateAccessKey took effect and only its answer was lost", async () => {
  const world = janes();
  const lost = awsError("TimeoutError", "socket hang up");

  const { result, error } = await runDeactivate(world, [jane], {
    around: losingAnswers({ UpdateAccessKey: lost }),
  });

  expect(error).toBeUndefined();
  expect(result?.keys[0]?.outcome).toBe("deactivated");
  expect(mailed(world)).toEqual([`jane@example.com: deactivated ${jane}`]);
});

it("notifies nobody about a key that is read back as Active, and is retried", async () => {
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

it("finishes in the next run what was deactivated when the read-back was refused", async () => {
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

it("finds a key whose user was renamed by its ID", async () => {
  const world = janes();
  const user = world.users.get("jane");
  const around = when("ListAccessKeys jane", () => {
    world.users.delete("jane");
    if (user !== undefined) world.users.set("jane.doe", user);
  });

  const { result } = await runDeactivate(world, [jane], { around });

  expect(statuses(world)).toEqual({ [jane]: "Inactive" });
  expect(result?.keys[0]).toMatchObject({ outcome: "deactivated", userName: "jane.doe" });
});

it.each([
  {
    what: "was deleted",
    change: (world: World) => void world.users.delete("jane"),
    why: { code: "keyGone" },
  },
  {
    what: "was deactivated by its owner",
    change: (world: World) => setStatus(world.users, "jane", jane, "Inactive"),
    why: { code: "statusChanged", status: "Inactive" },
  },
  {
    what: "has expired",
    change: (world: World) => setStatus(world.users, "jane", jane, "Expired"),
    why: { code: "statusChanged", status: "Expired" },
  },
  {
    what: "has been created again under the same ID",
    change: (world: World) => {
      const key = { accessKeyId: jane, userName: "jane", status: "Active", createdOn: today };
      world.users.set("jane", { keys: [key], tags: [] });
    },
    why: { code: "keyGone" },
  },
])("leaves a key alone that $what since the plan", async ({ change, why }) => {
  const world = janes();

  const { result } = await runDeactivate(world, [jane], { around: when("AssumeRole", () => change(world)) });

  expect(updates(world)).toEqual([]);
  expect(world.outbox).toEqual([]);
  expect(result?.keys).toMatchObject([{ outcome: "notDeactivated", why }]);
});

it("stops at once when an operator pauses deactivations while the account is worked off", async () => {
  const world = janeAndJoe();
  const around = when("complete", () => {
    world.pause = { until: addDays(today, 3), reason: "incident" };
  });

  const { result, error } = await runDeactivate(world, [jane, joe], { around });

  expect(statuses(world)).toEqual({ [jane]: "Inactive", [joe]: "Active" });
  expect(result?.keys[1]?.why).toEqual({ code: "paused", until: addDays(today, 3) });
  expect(error).toBeUndefined();
});

it("deactivates nothing while it is unknown whether deactivations are paused", async () => {
  const world = janes();

  const { error } = await runDeactivate(world, [jane], { around: failing({ pause: throttled }) });

  expect(updates(world)).toEqual([]);
  expect(error).toMatchObject({ name: "Interrupted" });
});

it.each([-200, -1, 1, 2])("does nothing if it is invoked %i days after the run's day", async (daysAfter) => {
  const world = janes();
  const now = addDays(today, daysAfter);
  world.now = Date.parse(`${now}T00:00:10Z`);

  const { result, error } = await runDeactivate(world, [jane]);

  expect(error).toBeUndefined();
  expect(updates(world)).toEqual([]);
  expect(result?.keys[0]?.why).toEqual({ code: "dayOver", day: today, today: now });
});

it("deactivates no further key when the day ends while the account is worked off", async () => {
  const world = janeAndJoe();
  const around = when("confirm", () => {
    world.now = Date.parse(`${addDays(today, 1)}T00:00:01Z`);
  });

  const { result } = await runDeactivate(world, [jane, joe], { around });

  expect(statuses(world)).toEqual({ [jane]: "Inactive", [joe]: "Active" });
  expect(result?.keys[1]?.why?.code).toBe("dayOver");
});

it("deactivates nothing in an account whose mode is report, whatever the plan says", async () => {
  const world = janes();
  const overrides = [{ accounts: ["111122223333"], organizationalUnits: [], mode: "report" as const }];

  const { result } = await runDeactivate(world, [jane], { policy: policy({ overrides }) });

  expect(world.calls).not.toContain("AssumeRole");
  expect(result?.keys[0]?.why).toMatchObject({ code: "failed", error: "the account is in report mode" });
});

it("accounts for every planned key if the Lambda timeout is near, and is retried for the rest", async () => {
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
  { what: "the role cannot be assumed any more", wish: { around: failing({ AssumeRole: accessDenied }) } },
  { what: "the pause cannot be read any more", wish: { around: failing({ pause: throttled }) } },
  { what: "there is no time", wish: { hasTime: () => false } },
])("keeps in the result what an earlier attempt of the run did if $what", async ({ wish }) => {
  const world = janes();
  await runDeactivate(world, [jane]);

  const { result } = await runDeactivate(world, [jane], wish);

  expect(result?.keys).toMatchObject([
    { outcome: "deactivated", notices: [{ to: "jane@example.com", outcome: "sent" }] },
  ]);
});

it("does not call a deactivation its own that another run did", async () => {
  const world = janes();
  await runDeactivate(world, [jane], { run: { id: "by-hand" } });

  const { result } = await runDeactivate(world, [jane]);

  expect(result?.keys).toMatchObject([{ outcome: "notDeactivated", why: { code: "statusChanged" } }]);
});

it("goes on with the other keys if one cannot be deactivated, and says why", async () => {
  const world = janeAndJoe();

  const { result, error } = await runDeactivate(world, [jane, joe], {
    around: failing({ "UpdateAccessKey jane": accessDenied }),
  });

  expect(statuses(world)).toEqual({ [jane]: "Active", [joe]: "Inactive" });
  expect(error).toBeUndefined();
  expect(result?.keys[0]?.why).toMatchObject({ code: "failed" });
  expect(result?.problems).toMatchObject([{ userName: "jane" }]);
});

it("deactivates no further key once SES accepts no more mail", async () => {
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

it("notifies the fallback contact if SES refuses every owner of a deactivated key", async () => {
  const world = janes();

  const { result } = await runDeactivate(world, [jane], { mailFails: { "jane@example.com": "rejected" } });

  expect(mailed(world)).toEqual([`cloud-team@example.com: deactivated ${jane}`]);
  expect(result?.keys[0]?.notices.map(({ outcome }) => outcome)).toEqual(["refused", "sent"]);
});

it("sends a deactivation's mail once although an attempt was interrupted before it", async () => {
  const world = janes();
  const interrupted = await runDeactivate(world, [jane], { mailTime: () => false });
  expect(interrupted.error).toMatchObject({ name: "Interrupted" });

  const { result } = await runDeactivate(world, [jane]);

  expect(mailed(world)).toEqual([`jane@example.com: deactivated ${jane}`]);
  expect(result?.keys).toMatchObject([{ outcome: "deactivated", notices: [{ outcome: "sent" }] }]);
});

it("deactivates an undisturbed employee's key on day 90 and says so, and leaves it alone after that", async () => {
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
