import { afterAll, beforeAll, expect, it } from "vitest";
import { basisOf } from "../../../functions/aws/ledger.ts";
import { capturedLog } from "../../support/captured-log.ts";
import { type DynaliteLedger, dynaliteLedger } from "../aws/dynalite-ledger.ts";
import { policy } from "../domain/policy-fixture.ts";
import { accessKeyId, restoring } from "./restore-fixture.ts";

let table: DynaliteLedger;
beforeAll(async () => {
  table = await dynaliteLedger();
});
afterAll(() => table.close());
const logged = capturedLog();

const throttled = Object.assign(new Error("slow down"), { name: "ThrottlingException" });

it("reactivates the key, records it, and notifies the owner and the security contact", async () => {
  const { restore, result, iam, sent, history } = await restoring(table);

  await restore();

  expect(iam.keys[0]?.status).toBe("Active");
  expect((await history()).restore).toMatchObject({
    state: "done",
    number: 1,
    until: "2026-12-23",
    deactivation: 1,
  });
  expect(sent.map(({ to }) => to)).toEqual(["jane@example.com", "security@example.com"]);
  expect(result()).toMatchObject({ outcome: "restored", userName: "jane", until: "2026-12-23" });
  expect(result().notices.map(({ to, as, outcome }) => [to, as, outcome])).toEqual([
    ["jane@example.com", "owner", "sent"],
    ["security@example.com", "security", "sent"],
  ]);
});

it.each([
  { days: 30, names: "2026-12-24" },
  { days: 9, names: "2026-12-03" },
  { days: 1, names: "2026-12-03" },
])(
  "a restore for $days days names $names: its end, but at least the notice period",
  async ({ days, names }) => {
    const { restore, sent, history } = await restoring(table);

    await restore("restore-1", days);

    expect(sent.map(({ notices }) => notices[0]?.names)).toEqual([names, names]);
    expect((await history()).notices.map(({ names: named, noticeDays }) => [named, noticeDays])).toEqual([
      [names, 10],
      [names, 10],
    ]);
  },
);

it.each([
  { what: "in report mode", wishes: { policy: policy({ mode: "report" }) }, tags: {} },
  { what: "for a user type that is never deactivated", wishes: {}, tags: { UserType: "machine" } },
  { what: "for an exempt user", wishes: {}, tags: { CurfewExempt: "2027-01-31 ann@example.com old" } },
  { what: "with an exemption that cannot be read", wishes: {}, tags: { CurfewExempt: "please" } },
])("restores and names no day of deactivation $what", async ({ wishes, tags }) => {
  const { restore, iam, sent, result } = await restoring(table, wishes);
  Object.assign(iam.tags, tags);

  await restore();

  expect(result().outcome).toBe("restored");
  expect(sent.map(({ notices }) => notices[0]?.names)).toEqual([undefined, undefined]);
});

it("names a day also if an exemption of its user has ended", async () => {
  const { restore, iam, sent } = await restoring(table);
  Object.assign(iam.tags, { CurfewExempt: "2026-11-22 ann@example.com old" });

  await restore();

  expect(sent.map(({ notices }) => notices[0]?.names)).toEqual(["2026-12-24", "2026-12-24"]);
});

it("notifies the fallback contact if there is no owner", async () => {
  const { restore, iam, sent } = await restoring(table);
  iam.tags = { UserType: "employee" };

  await restore();

  expect(sent.map(({ to }) => to)).toEqual(["cloud-team@example.com", "security@example.com"]);
});

it("notifies the fallback contact if reading the tags fails permanently", async () => {
  const { restore, iam, sent } = await restoring(table);
  iam.before = (name) => {
    if (name === "tags") throw Object.assign(new Error("no"), { name: "AccessDenied" });
  };

  await restore();

  expect(sent.map(({ to }) => to)).toEqual(["cloud-team@example.com", "security@example.com"]);
});

it("notifies the fallback contact in the same attempt if SES refuses the owner's address", async () => {
  const { restore, refused, sent, result } = await restoring(table);
  refused.add("jane@example.com");

  await restore();

  expect(sent.map(({ to }) => to).toSorted()).toEqual(["cloud-team@example.com", "security@example.com"]);
  expect(result().notices.map(({ to, outcome }) => `${to} ${outcome}`)).toContain("jane@example.com refused");
});

it("finds the key by its ID if its user was renamed", async () => {
  const { restore, iam, key, result } = await restoring(table);
  iam.keys = [{ ...key, userName: "jane.doe" }];

  await restore();

  expect(result()).toMatchObject({ outcome: "restored", userName: "jane.doe" });
});

it("reports a restored key as restored if the same execution is repeated, and sends no mail twice", async () => {
  const { restore, sent, iam, result } = await restoring(table);
  await restore();
  const first = result();

  await restore();

  expect(sent).toHaveLength(2);
  expect(iam.calls.filter((call) => call === "activate")).toHaveLength(1);
  expect(result()).toEqual(first);
});

it.each(["accessKeys", "activate", "tags"])(
  "continues after an attempt that was interrupted at %s",
  async (failing) => {
    const { restore, sent, iam, result } = await restoring(table);
    iam.before = (name) => {
      if (name === failing) throw throttled;
    };
    await expect(restore()).rejects.toMatchObject({ name: "Interrupted" });
    iam.before = () => undefined;

    await restore();

    expect(iam.keys[0]?.status).toBe("Active");
    expect(sent).toHaveLength(2);
    expect(result().outcome).toBe("restored");
  },
);

it("writes no more of the key into the log than its last four characters", async () => {
  const { restore } = await restoring(table);

  await restore();

  expect(logged.join("")).toContain('"key":"…WXYZ"');
  expect(logged.join("")).not.toContain(accessKeyId);
});

it("reports no key as restored and mails nobody until IAM returns it as Active, and is retried", async () => {
  const { restore, sent, iam, result } = await restoring(table);
  iam.before = (name) => {
    // The listing after the change is the second one. It still has the key as Inactive.
    if (name === "accessKeys" && iam.calls.includes("activate")) iam.set("Inactive");
  };

  await expect(restore()).rejects.toMatchObject({ name: "Interrupted" });

  expect(sent).toEqual([]);
  expect(result().outcome).toBe("failed");
});

it("refuses in its answer to restore an active key, and changes nothing", async () => {
  const { restore, iam, sent, result } = await restoring(table);
  iam.set("Active");

  await restore();

  expect(result()).toMatchObject({ outcome: "refused", refusal: { code: "alreadyActive" } });
  expect(iam.calls).not.toContain("activate");
  expect(sent).toEqual([]);
});

it("notifies the recipients that an earlier execution missed, if somebody starts the restore again", async () => {
  const { restore, failing, sent, result, history } = await restoring(table);
  failing.add("jane@example.com");
  await expect(restore("restore-1")).rejects.toMatchObject({ name: "RestoreNotificationFailed" });
  failing.clear();

  await restore("restore-2", 5);

  expect(sent.map(({ to }) => to)).toEqual(["security@example.com", "jane@example.com"]);
  expect(result("restore-2")).toMatchObject({ outcome: "restored", until: "2026-12-23" });
  expect(
    result("restore-2")
      .notices.map(({ to, outcome }) => `${to} ${outcome}`)
      .toSorted(),
  ).toEqual(["jane@example.com sent", "security@example.com alreadySent"]);
  expect((await history()).restore).toMatchObject({ number: 1, run: "restore-1" });
});

it("completes a restore that an earlier execution could not record after it had reactivated the key", async () => {
  const { restore, iam, sent, result, history } = await restoring(table);
  iam.before = (name) => {
    if (name === "accessKeys" && iam.calls.includes("activate"))
      throw Object.assign(new Error("no"), { name: "AccessDenied" });
  };
  await restore("restore-1");
  expect(result("restore-1").outcome).toBe("failed");
  iam.before = () => undefined;

  await restore("restore-2");

  expect(sent.map(({ to }) => to)).toEqual(["jane@example.com", "security@example.com"]);
  expect(result("restore-2").outcome).toBe("restored");
  expect((await history()).restore).toMatchObject({ state: "done", number: 2, run: "restore-2" });
});

it("refuses to repeat a restore after everybody was notified, and sends no mail twice", async () => {
  const { restore, sent, result } = await restoring(table);
  await restore("restore-1");

  await restore("restore-2");

  expect(sent).toHaveLength(2);
  expect(result("restore-2")).toMatchObject({ outcome: "refused", refusal: { code: "alreadyActive" } });
  expect(result("restore-2").until).toBeUndefined();
});

it("reports the mails of an interrupted attempt when its execution continues another one's restore", async () => {
  const { restore, failing, result } = await restoring(table);
  failing.add("jane@example.com");
  await expect(restore("restore-1")).rejects.toMatchObject({ name: "RestoreNotificationFailed" });
  failing.clear();
  await restore("restore-2");
  const first = result("restore-2");

  await restore("restore-2");

  expect(result("restore-2")).toEqual(first);
});

it("leaves a key inactive that somebody deactivated by hand after a restore", async () => {
  const { restore, iam, result } = await restoring(table);
  await restore("restore-1");
  iam.set("Inactive");

  await restore("restore-2");

  expect(result("restore-2")).toMatchObject({
    outcome: "refused",
    refusal: { code: "deactivatedByOthers", restoredOn: "2026-11-23" },
  });
  expect(iam.keys[0]?.status).toBe("Inactive");
});

it("sends and reports mails again for a second restore of a key on the same day", async () => {
  const { restore, sent, deactivate, result } = await restoring(table);
  await restore("restore-1");
  await deactivate(2);

  await restore("restore-2");

  expect(sent).toHaveLength(4);
  expect(result("restore-2").notices.map(({ id }) => id)).toEqual([
    { type: "restored", number: 2 },
    { type: "restored", number: 2 },
  ]);
});

it("is recorded before the key changes, so that no run deactivates it in between", async () => {
  const { restore, iam, history, result } = await restoring(table);
  iam.before = (name) => {
    if (name === "activate") throw Object.assign(new Error("no"), { name: "AccessDenied" });
  };

  await restore();

  expect(result().outcome).toBe("failed");
  expect(await history()).toMatchObject({
    restore: { state: "intended", until: "2026-12-23" },
    revocations: [{ by: "deactivation" }, { by: "restore" }],
  });
});

it("names the end of the notice period also for a key that is long overdue, whose first warning would be spread", async () => {
  const { restore, iam, sent } = await restoring(table);
  iam.keys = iam.keys.map((key) => ({ ...key, createdOn: "2026-01-01" }));

  await restore("restore-1", 1);

  expect(sent.map(({ notices }) => notices[0]?.names)).toEqual(["2026-12-03", "2026-12-03"]);
});

it("wins over a run that decided to deactivate the key before the restore", async () => {
  const { restore, ledgerFor, history, key } = await restoring(table);
  const basis = basisOf(await history());
  await restore();

  expect(await ledgerFor("daily-2").intendDeactivation(key, basis)).toBe("overtaken");
});

it("records a deactivation that was interrupted, then restores the key", async () => {
  const { restore, result, history, iam } = await restoring(table, { interruptedOn: "2026-11-22" });

  await restore("restore-1", 30, "daily-1");

  expect(result()).toMatchObject({ outcome: "restored", until: "2026-12-23" });
  expect(iam.keys).toMatchObject([{ status: "Active" }]);
  expect(await history()).toMatchObject({
    deactivation: { state: "done", number: 1, on: "2026-11-22", run: "restore-1", begunBy: "daily-1" },
    restore: { state: "done", deactivation: 1 },
  });
});

it("restores for a run only what that run deactivated", async () => {
  const { restore, result, iam } = await restoring(table);

  await restore("restore-1", 30, "daily-7");

  expect(result()).toMatchObject({
    outcome: "refused",
    refusal: { code: "deactivatedByAnotherRun", run: "daily-1" },
  });
  expect(iam.keys).toMatchObject([{ status: "Inactive" }]);
});

it("refuses a key that was deleted", async () => {
  const { restore, result, iam } = await restoring(table);
  iam.keys = [];

  await restore();

  expect(result()).toMatchObject({ outcome: "refused", refusal: { code: "keyGone" } });
});

it("refuses an execution that was redriven two days later", async () => {
  const { restore, clock, iam } = await restoring(table);
  clock.set("2026-11-25T09:00:00Z");

  await expect(restore()).rejects.toMatchObject({ name: "StaleRun" });
  expect(iam.calls).toEqual([]);
});

it("reports for a restored key that SES refused the security contact", async () => {
  const { restore, refused, iam, result } = await restoring(table);
  refused.add("security@example.com");

  await restore();

  expect(iam.keys[0]?.status).toBe("Active");
  expect(result().notices.find(({ as }) => as === "security")?.outcome).toBe("refused");
  expect(result().accessKeyId).toBe(accessKeyId);
});
