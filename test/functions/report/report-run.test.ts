import { expect, it } from "vitest";
import { parse } from "../../../functions/runtime/parse.ts";
import { runSummarySchema } from "../../../statemachine/contract.ts";
import { type Before, reporter } from "./report-fixture.ts";
import { account, accountResult, keyResult, run } from "./result-fixture.ts";

/** The files of a run over the whole Organization, in the order in which they are written. */
const written = ["report.csv", "report.json", "report.html", "report.totals.json"];

/** Seven accounts, of which each ends differently. */
const mixed: Before = {
  accounts: [1, 2, 3, 4, 5, 6, 7].map(account),
  results: [
    accountResult(1, { results: [keyResult()] }),
    accountResult(2, { outcome: "notOnboarded", reason: "joined yesterday and has no member role yet" }),
    accountResult(3, { outcome: "unreached", reason: "the member role could not be assumed" }),
    accountResult(4, { outcome: "incomplete", reason: "bob: tags unreadable", results: [keyResult()] }),
    { accountId: account(5).id, text: '{"run":' },
    accountResult(6, { run: { ...run, id: "daily-0" } }),
  ],
  leftOut: [{ id: account(9).id, name: "Closed", path: [], reason: "account state is CLOSED" }],
};

it("accounts for every listed account: reached, not onboarded, or unreached with a reason", async () => {
  const { summarize, report } = await reporter(mixed);

  const { totals } = await summarize();

  expect(totals.accounts).toEqual({ listed: 7, reached: 1, notOnboarded: 1, unreached: 5, leftOut: 1 });
  expect(totals.accounts.listed).toBe(
    totals.accounts.reached + totals.accounts.notOnboarded + report().unreached.length,
  );
  expect(report().unreached.map(({ id, reason }) => [Number(id), reason])).toEqual([
    [3, "the member role could not be assumed"],
    [4, "bob: tags unreadable"],
    [5, expect.stringMatching(/^its result cannot be read: SyntaxError: /)],
    [6, "its result belongs to another run or account"],
    [7, "its worker left no result: it crashed, was stopped or timed out"],
  ]);
  expect(report().notOnboarded.map(({ id }) => Number(id))).toEqual([2]);
  expect(report().leftOut).toEqual(mixed.leftOut);
});

it("does not take another account's result for an account's own, nor one that breaks the contract", async () => {
  const { summarize, report } = await reporter({
    accounts: [account(1), account(2)],
    results: [
      { accountId: account(1).id, text: JSON.stringify(accountResult(2)) },
      { accountId: account(2).id, text: JSON.stringify({ ...accountResult(2), outcome: "fine" }) },
    ],
  });

  await summarize();

  expect(report().unreached.map(({ reason }) => reason)).toEqual([
    "its result belongs to another run or account",
    expect.stringMatching(/^its result cannot be read: InvalidInput: account result: outcome: /),
  ]);
  expect(report().totals.accounts).toMatchObject({ reached: 0, unreached: 2 });
});

it("is complete only if nobody is unreached; accounts not onboarded yet do not spoil it", async () => {
  const waiting = accountResult(2, { outcome: "notOnboarded", reason: "joined today" });
  const { summarize } = await reporter({
    accounts: [account(1), account(2)],
    results: [accountResult(1), waiting],
  });
  const without = await reporter({ accounts: [account(1), account(2)], results: [accountResult(1)] });

  expect(await summarize()).toMatchObject({
    coverage: "complete",
    cause: "1 of 2 accounts was reached, 1 not onboarded yet",
  });
  expect(await without.summarize()).toMatchObject({
    coverage: "incomplete",
    cause: `1 of 2 accounts was not reached; ${account(2).id} (Account 2): its worker left no result: it crashed, was stopped or timed out`,
  });
});

it("keeps the work list's order and gives every account a row", async () => {
  const { summarize, report } = await reporter(mixed);

  await summarize();

  expect(report().accounts.map(({ id, outcome, mode }) => [Number(id), outcome, mode])).toEqual([
    [1, "enforced", "enforce"],
    [2, "notOnboarded", "enforce"],
    [3, "unreached", "enforce"],
    [4, "incomplete", "enforce"],
    [5, "unreached", ""],
    [6, "unreached", ""],
    [7, "unreached", ""],
  ]);
});

it("adds up what happened to keys, over all accounts", async () => {
  const sent = { to: "a@example.com", outcome: "sent" as const };
  const { summarize, report } = await reporter({
    accounts: [1, 2, 3].map(account),
    results: [
      accountResult(1, {
        users: 7,
        keys: 9,
        activeKeys: 5,
        results: [
          keyResult({ verdict: "notify", age: 70 }, { notices: [sent, { ...sent, to: "b@example.com" }] }),
          keyResult(
            { verdict: "deactivate", age: 90 },
            { notices: [sent], deactivation: { outcome: "deactivated" } },
          ),
          keyResult(
            { verdict: "deactivate", age: 91 },
            { deactivation: { outcome: "failed", error: "gone" } },
          ),
          keyResult(
            { verdict: "withheld", withheld: "graceNotOver" },
            { notices: [{ ...sent, outcome: "failed" }] },
          ),
          keyResult({ verdict: "withheld", withheld: "exempt" }),
        ],
      }),
      accountResult(2, {
        results: [
          keyResult({ verdict: "notify" }, { notices: [{ ...sent, outcome: "inFlight" }] }),
          keyResult({ verdict: "withheld", withheld: "tagsUnreadable" }),
        ],
      }),
      accountResult(3, {
        mode: "report",
        results: [
          keyResult(
            { verdict: "deactivate" },
            { notices: [{ ...sent, outcome: "wouldSend" }], deactivation: { outcome: "wouldDeactivate" } },
          ),
        ],
      }),
    ],
  });

  expect((await summarize()).totals).toEqual({
    accounts: { listed: 3, reached: 3, notOnboarded: 0, unreached: 0, leftOut: 0 },
    users: 10,
    keys: 12,
    activeKeys: 8,
    noticesSent: 3,
    noticesFailed: 2,
    keysDeactivated: 1,
    deactivationsFailed: 1,
    keysWithheld: 2,
    keysExempt: 1,
    wouldNotify: 1,
    wouldDeactivate: 1,
  });
  expect(report().accounts.map(({ keysWithheld }) => keysWithheld)).toEqual([1, 1, 0]);
});

it("gives a row to keys with which something is up, and the age of the oldest active one to its account", async () => {
  const results = [
    keyResult({ userName: "inTime", age: 12 }),
    keyResult({ userName: "told", verdict: "told", age: 75 }),
    keyResult({ userName: "notActive", verdict: "notActive", age: 900 }),
    keyResult({ userName: "notify", verdict: "notify", age: 80 }),
    keyResult({ userName: "exempt", verdict: "withheld", withheld: "exempt", age: 71 }),
    keyResult(
      { userName: "nowTold", verdict: "told" },
      { notices: [{ to: "a@example.com", outcome: "sent" }] },
    ),
    keyResult(
      { userName: "switchedOff", verdict: "notActive" },
      { deactivation: { outcome: "deactivated" } },
    ),
  ];
  const { summarize, report } = await reporter({
    accounts: [account(1)],
    results: [accountResult(1, { results })],
  });

  await summarize();

  expect(report().keys.map(({ decision }) => decision.userName)).toEqual([
    "notify",
    "exempt",
    "nowTold",
    "switchedOff",
  ]);
  expect(report().accounts[0]?.oldestActiveKeyAge).toBe(80);
});

it("writes CSV, JSON and HTML, then publishes metrics, then mails, and returns what the contract says", async () => {
  const { summarize, order, metrics, digest } = await reporter(mixed);

  const summary = await summarize();

  expect(order).toEqual([...written, "metrics", "digest"]);
  expect(parse(runSummarySchema, summary, "run summary")).toEqual(summary);
  expect(summary.report).toEqual({
    json: { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/report.json" },
    csv: { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/report.csv" },
    html: { bucket: "curfew-runs", key: "runs/2026-11-23/daily-1/report.html" },
  });
  expect(metrics[0]?.totals).toEqual(summary.totals);
  expect(digest().reportLocation).toBe("s3://curfew-runs/runs/2026-11-23/daily-1/report.html");
});

it("fails by name when the digest is not sent, after the report was written, and keeps the cause", async () => {
  const refused = new Error("Email address is not verified");
  const { summarize, report, order } = await reporter({
    ...mixed,
    task: { mailDigest: () => Promise.reject(refused) },
  });

  await expect(summarize()).rejects.toMatchObject({ name: "DigestNotSent", cause: refused });
  expect(order).toEqual([...written, "metrics"]);
  expect(report().totals.accounts.listed).toBe(7);
});

it.each([
  { call: "streamUp", written: [] },
  { call: "putText", written: ["report.csv", "report.json", "report.html"] },
])("is interrupted, and so tried again, where S3 is slow at $call; nothing is mailed then", async (at) => {
  const slow = Object.assign(new Error("Please reduce your request rate."), { name: "SlowDown" });
  const task = { [at.call]: () => Promise.reject(slow) };
  const { summarize, order } = await reporter({ ...mixed, task });

  await expect(summarize()).rejects.toMatchObject({ name: "Interrupted", cause: slow });
  expect(order).toEqual(at.written);
});

it("reports on an Organization with no account in scope, and fails it", async () => {
  const { summarize } = await reporter({ accounts: [], results: [] });

  expect(await summarize()).toMatchObject({
    coverage: "incomplete",
    cause: expect.stringMatching(/no account is in scope/),
  });
});
