import { expect, it } from "vitest";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import { accountResultKey, lastTotalsKey, markerKey } from "../../../functions/domain/run-files.ts";
import { settingsFingerprint } from "../../../functions/runtime/settings-fingerprint.ts";
import { account } from "../../support/memory-organization.ts";
import { policy } from "../domain/policy-fixture.ts";
import { day, planning, resultOf, run, withFourMails } from "./plan-fixture.ts";

it("plans the due keys by account and key ID, and writes the list that the second Map reads", async () => {
  const { plan, putDue, putQuiet, file, items } = planning();
  putDue(1, [{ id: "A1", named: "2026-11-22" }, { id: "A2" }]);
  putDue(2, [{ id: "B1", named: "2026-11-20" }]);
  putQuiet(3);

  const output = await plan();

  expect(output.plan).toEqual({
    state: "deactivate",
    file: { bucket: "runs", key: "runs/2026-11-23/daily-1/plan.json" },
    items: { bucket: "runs", key: "runs/2026-11-23/daily-1/plan-items.json" },
    keys: 3,
  });
  expect(file().plan.keys.map(({ accessKeyId }) => accessKeyId)).toEqual(["B1", "A1", "A2"]);
  expect(file()).toMatchObject({
    organizationId: "o-a1b2c3d4e5",
    settingsFingerprint: settingsFingerprint(policy()),
  });
  expect(items()).toMatchObject([
    { account: { id: "000000000001" }, keys: [{ accessKeyId: "A1" }, { accessKeyId: "A2" }] },
    { account: { id: "000000000002" }, keys: [{ accessKeyId: "B1", userName: "user-of-B1" }] },
  ]);
});

it("plans the due key of an account, and none of its keys that are on hold or exempt", async () => {
  const { plan, putDue, putQuiet, file } = planning();
  const [due, onHold, exempt] = resultOf(account(1), [{ id: "A1" }, { id: "A2" }, { id: "A3" }]).results;
  if (due === undefined || onHold === undefined || exempt === undefined) throw new Error("no results");
  const reason = { code: "exempt", until: day, owner: "sam@example.com", reason: "moving" } as const;
  const results = [
    due,
    { ...onHold, decision: { ...onHold.decision, state: "onHold", reason: { code: "notWarned" } } as const },
    { ...exempt, decision: { ...exempt.decision, state: "exempt", reason } as const },
  ];
  putDue(1, [{ id: "A1" }], { results });
  putQuiet(2);
  putQuiet(3);

  expect((await plan()).plan).toMatchObject({ state: "deactivate", keys: 1 });
  expect(file().plan.keys).toMatchObject([{ accessKeyId: "A1", fate: "deactivate" }]);
});

it("makes one listing and one write on a day without due keys", async () => {
  const prefixes: string[] = [];
  const refuse = () => Promise.reject(new Error("not to be called"));
  const controls = {
    pause: refuse,
    approvals: refuse,
    reserved: refuse,
    reserve: refuse,
    putApproval: refuse,
  };
  const { plan, bucket } = planning({
    controls,
    mailAccount: refuse,
    getText: refuse,
    async *listKeys(prefix) {
      prefixes.push(prefix);
      yield* [];
    },
  });

  expect((await plan()).plan).toMatchObject({ state: "nothingDue", keys: 0 });
  expect(prefixes).toEqual(["runs/2026-11-23/daily-1/due/"]);
  expect([...bucket.objects.keys()]).toEqual(["runs/2026-11-23/daily-1/plan.json"]);
});

it("puts every key on hold if a result cannot be read, and names the object", async () => {
  const { plan, putDue, put, file } = planning();
  putDue(1, [{ id: "A1" }]);
  put(markerKey(day, run.id, "due", account(2).id), "");
  put(accountResultKey(day, run.id, account(2).id), { broken: true });

  expect((await plan()).plan).toMatchObject({ state: "onHold", keys: 0 });
  expect(file().plan.hold).toEqual({
    code: "unreadableResults",
    objects: ["runs/2026-11-23/daily-1/accounts/000000000002.json"],
  });
});

it.each([
  { what: "another run", more: { run: { ...run, id: "daily-0" } } },
  { what: "another account", more: { account: account(9) } },
])("treats a result as unreadable that belongs to $what", async ({ more }) => {
  const { plan, putDue, file } = planning();
  putDue(1, [{ id: "A1" }], more);

  await plan();

  expect(file().plan.hold?.code).toBe("unreadableResults");
});

it("plans no keys of an account in report mode, nor of a marked account without a result", async () => {
  const { plan, putDue, put } = planning({ policy: policy({ limits: { maxUnreachablePercent: 100 } }) });
  putDue(1, [{ id: "A1" }], { mode: "report" });
  put(markerKey(day, run.id, "due", account(2).id), "");

  expect((await plan()).plan.state).toBe("nothingDue");
});

it.each([
  { percent: 33, state: "onHold" },
  { percent: 34, state: "deactivate" },
])(
  "with one of three accounts unreachable and at most $percent percent: $state",
  async ({ percent, state }) => {
    const { plan, putDue, putQuiet, put } = planning({
      policy: policy({ limits: { maxUnreachablePercent: percent } }),
    });
    putDue(1, [{ id: "A1" }]);
    putQuiet(2);
    putQuiet(3);
    put(markerKey(day, run.id, "unreachable", account(3).id), "");

    expect((await plan()).plan.state).toBe(state);
  },
);

it("counts an account without a result as unreachable once, even if it is also marked", async () => {
  const { plan, putDue, putQuiet, put, file } = planning();
  putDue(1, [{ id: "A1" }]);
  putQuiet(2);
  put(markerKey(day, run.id, "unreachable", account(3).id), "");

  await plan();

  expect(file().plan.hold).toEqual({ code: "tooManyUnreachable", unreachable: 1, listed: 3, percent: 33 });
});

it("counts an account as unreachable that has neither a result nor a marker", async () => {
  const { plan, putDue, putQuiet, file } = planning();
  putDue(1, [{ id: "A1" }]);
  putQuiet(2);

  await plan();

  expect(file().plan.hold).toEqual({ code: "tooManyUnreachable", unreachable: 1, listed: 3, percent: 33 });
});

it("deactivates nothing after the evaluation failed as a whole, and names the error", async () => {
  const evaluateFailure = { Error: "States.DataLimitExceeded", Cause: "too large" };
  const { plan, putDue, file } = planning({ event: { evaluateFailure } });
  putDue(1, [{ id: "A1" }]);

  expect((await plan()).plan.keys).toBe(0);
  expect(file().plan.hold).toEqual({
    code: "evaluationFailed",
    error: "States.DataLimitExceeded: too large",
  });
});

it("puts every key on hold on a day outside the change window", async () => {
  const changeWindow = { weekdays: ["tuesday"] as const, closed: [] };
  const { plan, putDue, putQuiet, file } = planning({ policy: policy({ changeWindow }) });
  putDue(1, [{ id: "A1" }]);
  putQuiet(2);
  putQuiet(3);

  await plan();

  expect(file().plan.hold).toEqual({ code: "windowClosed" });
});

it("puts every key on hold during a pause", async () => {
  const pause = async () => ({ until: day, reason: "freeze", by: "jane", at: "2026-11-20T08:00:00Z" });
  const { plan, putDue, putQuiet, file } = planning({ controls: { pause } });
  putDue(1, [{ id: "A1" }]);
  putQuiet(2);
  putQuiet(3);

  await plan();

  expect(file().plan.hold).toEqual({ code: "paused", until: day, reason: "freeze" });
});

it("fails if the pause cannot be read, instead of assuming that there is none", async () => {
  const { plan, putDue } = planning({ controls: { pause: () => Promise.reject(new Error("unreadable")) } });
  putDue(1, [{ id: "A1" }]);

  await expect(plan()).rejects.toThrow("unreadable");
});

it.each([
  { left: 4, state: "deactivate" },
  { left: 3, state: "onHold" },
])(
  "with $left mails left and four needed, one for each recipient in an account: $state",
  async ({ left, state }) => {
    const { plan } = withFourMails({ mail: { left, rate: 14, isInSandbox: false } });

    expect((await plan()).plan.state).toBe(state);
  },
);

it("says why SES would not accept the mails, and deactivates nothing", async () => {
  const { plan, file } = withFourMails({ mail: { problem: "sending is disabled" } });

  expect((await plan()).plan.keys).toBe(0);
  expect(file().plan.hold).toEqual({ code: "mailUnusable", problem: "sending is disabled" });
});

it("does not call SES if no key would be deactivated anyway", async () => {
  const mailAccount = () => Promise.reject(new Error("not to be called"));
  const { plan } = withFourMails({
    mailAccount,
    policy: policy({ limits: { maxUnreachablePercent: 50, approvalAbove: 0 } }),
  });

  expect((await plan()).plan.state).toBe("awaitingApproval");
});

it("takes pace and approval threshold from the active keys of the last full run", async () => {
  const { plan, file, put } = withFourMails();
  const last = { run: "daily-0", startedAt: "2026-11-22T08:00:00Z", day: "2026-11-22", activeKeys: 5_000 };
  const rest = {
    overdue: 0,
    overdueWithoutNotice: 0,
    waiting: 0,
    awaitingApproval: 0,
    upcomingNotices: 0,
    upcomingDeactivations: 0,
  };
  put(lastTotalsKey, { runs: [{ ...last, ...rest }] });

  await plan();

  expect(file().limits).toEqual({ perDay: 100, perDayAndAccount: 40, approvalAbove: 500, reserved: 0 });
});

it.each([
  { scope: "accounts", waiting: 101, awaitingApproval: 0, state: "awaitingApproval" },
  { scope: "accounts", waiting: 100, awaitingApproval: 0, state: "deactivate" },
  { scope: "accounts", waiting: 1, awaitingApproval: 1, state: "awaitingApproval" },
  { scope: "organization", waiting: 101, awaitingApproval: 0, state: "deactivate" },
] as const)(
  "after a full run that left $waiting keys waiting, $awaitingApproval of them for an approval, a run over $scope: $state",
  async ({ scope, waiting, awaitingApproval, state }) => {
    const { plan, put } = withFourMails({ event: { run: { ...run, scope } } });
    const last = { run: "daily-0", startedAt: "2026-11-22T08:00:00Z", day: "2026-11-22", activeKeys: 500 };
    const upcoming = { upcomingNotices: 0, upcomingDeactivations: 0 };
    const overdue = { overdue: waiting, overdueWithoutNotice: 0 };
    put(lastTotalsKey, { runs: [{ ...last, ...overdue, ...upcoming, waiting, awaitingApproval }] });

    expect((await plan()).plan.state).toBe(state);
  },
);

it.each([
  { since: "2026-11-22", order: ["B1", "A1", "A2", "A3"] },
  { since: "2026-11-16", order: ["A1", "A2", "A3", "B1"] },
])("takes keys of an account in which deactivations have failed since $since as $order", async (look) => {
  const { plan, file, put } = withFourMails();
  put(lastTotalsKey, { runs: [], failingAccounts: [{ accountId: "000000000001", since: look.since }] });

  await plan();

  expect(file().plan.keys.map(({ accessKeyId }) => accessKeyId)).toEqual(look.order);
});

it("makes keys wait if another execution reserved the pace first", async () => {
  const { plan, file, items } = withFourMails({
    controls: { reserve: async () => new Map([["000000000001", 1]]) },
  });

  expect((await plan()).plan).toMatchObject({ state: "deactivate", keys: 1 });
  expect(items()).toHaveLength(1);
  expect(file().plan.keys.map(({ accessKeyId, fate }) => `${accessKeyId} ${fate}`)).toEqual([
    "A1 deactivate",
    "A2 waitsForPace",
    "A3 waitsForPace",
    "B1 waitsForPace",
  ]);
});

it.each(["2026-11-25", "2026-11-22"])("refuses an execution of 23 November on %s", async (today) => {
  await expect(planning({ utcDay: () => today }).plan()).rejects.toMatchObject({ name: "StaleRun" });
});

it("puts every key on hold if the run began on an earlier day", async () => {
  const { plan, file } = withFourMails({ utcDay: () => "2026-11-24" });

  await plan();

  expect(file().plan.hold).toEqual({ code: "dayOver", day, utcDay: "2026-11-24" });
});

it("is interrupted, and so retried, if AWS throttles", async () => {
  const throttled = Object.assign(new Error("slow down"), { name: "ThrottlingException" });
  const { plan } = planning({ putText: () => Promise.reject(throttled) });

  await expect(plan()).rejects.toMatchObject({ name: "Interrupted", cause: throttled });
});

it("counts the day for each key that waits, with the round and the named day that its decision saw", async () => {
  const limits = { maxUnreachablePercent: 10, deactivationsPerDay: 1 };
  const { plan, putDue, putQuiet, waiting } = planning({ policy: policy({ limits }) });
  putDue(1, [
    { id: "A1", named: "2026-11-20" },
    { id: "A2", named: "2026-11-22", history: { ...emptyHistory, round: 3 } },
  ]);
  putQuiet(2);
  putQuiet(3);

  await plan();

  const createdOn = "2026-08-20";
  expect(waiting).toEqual([
    {
      ...{ accountId: account(1).id, accessKeyId: "A2", userName: "user-of-A2", createdOn },
      named: "2026-11-22",
      round: 3,
    },
  ]);
});

it("counts the day also for keys whose place in the pace another execution took meanwhile", async () => {
  const reserve = async () => new Map<string, number>();
  const { plan, waiting } = withFourMails({ controls: { reserve } });

  await plan();

  expect(waiting.map(({ accessKeyId }) => accessKeyId)).toEqual(["A1", "A2", "A3", "B1"]);
});

it("is retried if the days of waiting cannot be counted", async () => {
  const pause = async () => ({ until: day, reason: "freeze", by: "jane", at: "2026-11-20T08:00:00Z" });
  const recordWaiting = () => Promise.reject(new Error("DynamoDB does not answer"));
  const { plan } = withFourMails({ controls: { pause }, recordWaiting });

  await expect(plan()).rejects.toThrow("DynamoDB does not answer");
});
