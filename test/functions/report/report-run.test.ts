import { expect, it } from "vitest";
import type { AccountResult, KeyResult } from "../../../statemachine/account-result.ts";
import type { SkippedAccount } from "../../../statemachine/run.ts";
import { policy } from "../domain/policy-fixture.ts";
import { deactivatedResult, failedResult, planOf, reporter } from "./report-fixture.ts";
import { account, accountResult, dueKey, keyId, keyResult, run, sentNotice } from "./result-fixture.ts";

const first = account(1).id;

/** A run in which these keys of account 1 were planned to be deactivated, with these results. */
function plannedRun(keys: readonly KeyResult[], results: Parameters<typeof reporter>[0]["deactivated"]) {
  return reporter({
    results: [accountResult(1, { results: [...keys] })],
    plan: planOf(keys, "deactivate", first),
    deactivated: results ?? {},
  });
}

it("succeeds if every account and every planned key has a result", async () => {
  const keys = [dueKey(1), dueKey(2)];
  const made = plannedRun(keys, { [first]: keys.map((key) => deactivatedResult(key)) });
  const summary = await made.reportRun();
  expect(summary).toMatchObject({ coverage: "complete", deactivations: "accountedFor", state: "deactivate" });
  expect(summary.totals).toMatchObject({ keysDeactivated: 2, overdueKeys: 0, waitingKeys: 0 });
  expect(summary.cause).toBe("1 of 1 account evaluated");
});

it("fails if a planned key has no result, and lists that key as failed", async () => {
  const keys = [dueKey(1), dueKey(2)];
  const made = plannedRun(keys, { [first]: [deactivatedResult(dueKey(1))] });
  const summary = await made.reportRun();
  expect(summary).toMatchObject({ coverage: "complete", deactivations: "incomplete" });
  expect(summary.cause).toContain("1 of 2 planned keys have no result");
  expect(made.report().keys.find(({ accessKeyId }) => accessKeyId === keyId(2))?.outcome).toBe("noResult");
  expect(summary.totals.deactivationsFailed).toBe(1);
});

it("fails if every attempted deactivation failed, as under a service control policy", async () => {
  const keys = [dueKey(1), dueKey(2)];
  const made = plannedRun(keys, {
    [first]: keys.map((key) => failedResult(key, "AccessDenied: explicit deny")),
  });
  const summary = await made.reportRun();
  expect(summary.deactivations).toBe("incomplete");
  expect(summary.cause).toContain(
    "every attempted deactivation failed (2), first: AccessDenied: explicit deny",
  );
});

it("fails if every attempted deactivation failed, although another planned key was gone", async () => {
  const [one, other] = [dueKey(1), dueKey(2)];
  const made = plannedRun([one, other], {
    [first]: [
      failedResult(one, "AccessDenied: explicit deny"),
      { ...failedResult(other, ""), why: { code: "keyGone" } },
    ],
  });
  const summary = await made.reportRun();
  expect(summary.deactivations).toBe("incomplete");
  expect(summary.cause).toContain("every attempted deactivation failed (1), first: AccessDenied");
});

it("does not fail because one of two deactivations failed", async () => {
  const [one, other] = [dueKey(1), dueKey(2)];
  const made = plannedRun([one, other], {
    [first]: [deactivatedResult(one), failedResult(other, "Throttling")],
  });
  const summary = await made.reportRun();
  expect(summary.deactivations).toBe("accountedFor");
  expect(summary.totals).toMatchObject({ keysDeactivated: 1, deactivationsFailed: 1, overdueKeys: 1 });
});

it("succeeds with the state awaitingApproval, and puts its own event", async () => {
  const keys = [dueKey(1), dueKey(2)];
  const made = reporter({
    results: [accountResult(1, { results: keys })],
    plan: planOf(keys, "awaitsApproval", first),
  });
  const summary = await made.reportRun();
  expect(summary).toMatchObject({
    coverage: "complete",
    deactivations: "accountedFor",
    state: "awaitingApproval",
  });
  expect(summary.totals).toMatchObject({ awaitingApproval: 2, waitingKeys: 2, overdueKeys: 2 });
  expect(made.events).toEqual([
    expect.objectContaining({
      type: "Run Awaiting Approval",
      detail: { run: run.id, day: run.day, keys: 2 },
    }),
  ]);
});

it("puts no approval event for an ad hoc run over some accounts", async () => {
  const keys = [dueKey(1)];
  const made = reporter({
    results: [accountResult(1, { results: keys })],
    plan: planOf(keys, "awaitsApproval", first),
    event: { run: { ...run, scope: "accounts" }, mailsDigest: false },
  });
  await made.reportRun();
  expect(made.events).toEqual([]);
  expect(made.digests).toEqual([]);
  expect(made.metrics[0]?.isComparable).toBe(false);
});

it("reports a coverage failure before a plan that waits for an approval", async () => {
  const keys = [dueKey(1)];
  const made = reporter({
    results: [accountResult(1, { results: keys })],
    broken: [{ account: account(2) }],
    plan: planOf(keys, "awaitsApproval", first),
  });
  const summary = await made.reportRun();
  expect(summary).toMatchObject({ coverage: "incomplete", state: "awaitingApproval" });
  expect(summary.cause).toContain(`${account(2).id} (Account 2): no result`);
});

it.each<[string, Partial<AccountResult>, "complete" | "incomplete"]>([
  ["evaluated", {}, "complete"],
  ["notOnboarded", { outcome: "notOnboarded", reason: { code: "joinedRecently", days: 2 } }, "complete"],
  [
    "partlyEvaluated",
    { outcome: "partlyEvaluated", reason: { code: "problems", count: 1, first: "x" } },
    "incomplete",
  ],
  ["unreachable", { outcome: "unreachable", reason: { code: "roleRefused", error: "denied" } }, "incomplete"],
])("counts an account that is %s towards coverage", async (outcome, result, coverage) => {
  const made = reporter({ results: [accountResult(1), accountResult(2, result)] });
  const summary = await made.reportRun();
  expect(summary.coverage).toBe(coverage);
  const { accounts } = summary.totals;
  expect(accounts.listed).toBe(2);
  expect(accounts.evaluated + accounts.partlyEvaluated + accounts.notOnboarded + accounts.unreachable).toBe(
    2,
  );
  expect(accounts[outcome as "evaluated"]).toBe(outcome === "evaluated" ? 2 : 1);
});

it.each([
  { what: "the work list has lost an account", accounts: { listed: 2, skipped: 0 }, written: 2 },
  { what: "the work list has an account twice", accounts: { listed: 0, skipped: 0 }, written: 0 },
  { what: "the list of skipped accounts is incomplete", accounts: { listed: 1, skipped: 3 }, written: 4 },
])("fails the coverage if $what", async ({ accounts, written }) => {
  const made = reporter({ results: [accountResult(1)], event: { accounts } });
  const summary = await made.reportRun();
  expect(summary.coverage).toBe("incomplete");
  expect(summary.cause).toBe(`the scheduler listed ${written} accounts, but its lists in S3 have 1`);
});

it("lists the accounts that the run skipped, with the reason", async () => {
  const { id, name, path } = account(2);
  const skipped: SkippedAccount[] = [{ id, name, path: [...path], reason: { code: "excluded" } }];
  const made = reporter({ results: [accountResult(1)], skipped });
  expect(await made.reportRun()).toMatchObject({ coverage: "complete" });
  expect(made.report().skipped).toEqual(skipped);
});

it("counts an account that is being closed and refuses the role as skipped, not as a failure", async () => {
  const closing = { ...account(2), state: "PENDING_CLOSURE" };
  const made = reporter({
    results: [
      accountResult(1),
      accountResult(2, { account: closing, outcome: "skipped", reason: { code: "pendingClosure" } }),
    ],
  });
  const summary = await made.reportRun();
  expect(summary.coverage).toBe("complete");
  expect(summary.totals.accounts).toMatchObject({ listed: 1, evaluated: 1, skipped: 1 });
  expect(made.report().skipped).toEqual([
    expect.objectContaining({ id: closing.id, reason: { code: "state", state: "PENDING_CLOSURE" } }),
  ]);
});

it.each([
  ["is not JSON", "{"],
  ["breaks the schema", "{}"],
  ["belongs to another account", JSON.stringify(accountResult(3))],
])("fails the coverage if a result %s", async (_, text) => {
  const made = reporter({ results: [accountResult(1)], broken: [{ account: account(2), text }] });
  expect(await made.reportRun()).toMatchObject({ coverage: "incomplete" });
  expect(made.report().unreachable.map(({ id }) => id)).toEqual([account(2).id]);
});

it.each([
  ["the first Map failed", { evaluateFailure: { Error: "States.ItemReaderFailed" } }, "coverage"],
  ["the second Map failed", { deactivateFailure: { Error: "States.Timeout" } }, "deactivations"],
  ["the plan failed", { plan: undefined, planFailure: { Error: "Lambda.Unknown" } }, "deactivations"],
] as const)("fails if %s", async (_, event, part) => {
  const made = reporter({ results: [accountResult(1)], event });
  const summary = await made.reportRun();
  expect(summary[part]).toBe("incomplete");
  expect(made.digests).toHaveLength(1);
});

it("cuts the cause of a failed run to 1,000 characters and shows that it did", async () => {
  const evaluateFailure = { Error: "E".repeat(2_000) };
  const { cause } = await reporter({ results: [accountResult(1)], event: { evaluateFailure } }).reportRun();
  expect(cause).toHaveLength(1_000);
  expect(cause).toMatch(/^the Map EvaluateAccounts failed: E+…$/);
});

it("still writes the report if the plan cannot be read, and fails the run", async () => {
  const made = reporter({ results: [accountResult(1)] });
  for (const key of made.objects.keys()) if (key.endsWith("plan.json")) made.objects.set(key, "not JSON");
  const summary = await made.reportRun();
  expect(summary).toMatchObject({ deactivations: "incomplete", state: "unknown" });
  expect(summary.cause).toContain("the plan cannot be read");
  expect(made.report().accounts).toHaveLength(1);
});

it("fails if no account is in scope, because a mistyped OU would otherwise succeed every day", async () => {
  const summary = await reporter({ results: [] }).reportRun();
  expect(summary).toMatchObject({
    coverage: "incomplete",
    cause: expect.stringContaining("check include and exclude"),
  });
});

it("mails the digest before it puts events, and puts events once", async () => {
  const sent = keyResult(1, { age: 70, state: "notify" }, { notices: [sentNotice(1)] });
  const made = reporter({ results: [accountResult(1, { results: [sent] })] });
  await made.reportRun();
  expect(made.order).toEqual([
    "report.csv",
    "report.json",
    "report.html",
    "report.totals.json",
    "metrics",
    "digest",
    "events",
  ]);
});

it("neither fails nor mails again if the event bus refuses events", async () => {
  const made = reporter({
    results: [accountResult(1)],
    task: { putEvents: () => Promise.reject(new Error("the bus is down")) },
  });
  expect(await made.reportRun()).toMatchObject({ coverage: "complete" });
  expect(made.digests).toHaveLength(1);
});

it("puts its events and then fails if the digest could not be mailed", async () => {
  const made = reporter({
    results: [accountResult(1)],
    task: { mailDigest: () => Promise.reject(new Error("SES is down")) },
  });
  await expect(made.reportRun()).rejects.toThrow("its digest could not be mailed");
  expect(made.order).toContain("events");
});

it("mails a separate digest to the recipients that an override names for some accounts", async () => {
  const team = {
    accounts: [account(2).id],
    organizationalUnits: [],
    contacts: { digestTo: ["team@example.com"] },
  };
  const made = reporter({
    results: [
      accountResult(1, { results: [dueKey(1)] }),
      accountResult(2, { results: [dueKey(2), keyResult(3)] }),
    ],
    task: { policy: policy({ overrides: [team] }) },
  });
  await made.reportRun();
  expect(made.digests.map(({ to }) => to)).toEqual([["security@example.com"], ["team@example.com"]]);
  const [whole, part] = made.digests.map(({ digest }) => digest);
  expect([whole?.totals.activeKeys, part?.totals.activeKeys]).toEqual([3, 2]);
  expect([whole?.isPart, part?.isPart]).toEqual([false, true]);
  expect(part?.previous).toBeUndefined();
});
