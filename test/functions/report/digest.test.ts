import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import { lastTotalsKey } from "../../../functions/domain/run-files.ts";
import { digestKeyLists } from "../../../functions/notices/digest.ts";
import { withRun } from "../../../functions/report/last-totals.ts";
import { emptyTotals } from "../../../functions/report/tally.ts";
import { failedResult, planOf, reporter } from "./report-fixture.ts";
import { account, accountResult, createdFor, dueKey, keyResult, run, sentNotice } from "./result-fixture.ts";

it("has the figures and the lists of the report, and the links to it", async () => {
  const onHold = (number: number, code: "nobodyReached" | "exemptionUnreadable") =>
    keyResult(number, {
      age: 200,
      state: "onHold",
      reason:
        code === "nobodyReached"
          ? { code, addresses: ["gone@example.com"] }
          : { code, found: "please", problem: "malformed" },
      overdueSince: "2026-01-01",
    });
  const failed = dueKey(4);
  const waits = dueKey(5);
  const results = [
    onHold(1, "nobodyReached"),
    onHold(2, "exemptionUnreadable"),
    keyResult(
      3,
      { age: 70, state: "notify", reason: { code: "stageDue", day: 70 } },
      { notices: [sentNotice(3, { outcome: "failed", error: "Throttling" })] },
    ),
    failed,
    waits,
  ];
  const first = account(1).id;
  const made = reporter({
    results: [accountResult(1, { results, untagged: { email: 2, userType: 1 }, rootHasActiveKey: true })],
    plan: {
      state: "deactivate",
      keys: [...planOf([failed], "deactivate", first).keys, ...planOf([waits], "awaitsApproval", first).keys],
    },
    deactivated: { [first]: [failedResult(failed, "denied")] },
  });
  await made.reportRun();
  const [{ digest } = { digest: undefined }] = made.digests;
  const report = made.report();
  expect(digest?.totals).toEqual(report.totals);
  expect(digest?.onHold).toEqual(report.onHold);
  expect(digest?.compliantPercent).toBe(report.compliantPercent);
  expect(digest?.rootKeys.rows).toEqual(report.rootKeys);
  const shown = Object.fromEntries(
    digestKeyLists.map((name) => [name, digest?.keys[name].rows.map(({ key }) => key)]),
  );
  expect(shown).toEqual({
    awaitingApproval: ["…0005"],
    deactivationsFailed: ["…0004"],
    nobodyReached: ["…0001"],
    exemptionUnreadable: ["…0002"],
    noticesFailed: ["…0003"],
    longOverdue: ["…0001", "…0002"],
    deactivated: [],
    exempt: [],
  });
  expect(digest?.links).toEqual({
    console: "https://console.example/runs/2026-11-23/daily-1/report.html",
    location: "s3://curfew-runs/runs/2026-11-23/daily-1/report.html",
  });
});

it("says how the run ended, why its plan is on hold, and what its figures are compared with", async () => {
  const due = dueKey(1);
  const hold = { code: "windowClosed" } as const;
  const daysAgo = (days: number) => {
    const day = addDays(run.day, -days);
    return { ...run, id: `daily-${days}-ago`, day, startedAt: `${day}T08:00:00.000Z` };
  };
  const counted = { totals: emptyTotals(), attempts: { failed: [], succeeded: [] } };
  const monthAgo = withRun({ runs: [], failingAccounts: [] }, daysAgo(30), counted);
  const made = reporter({
    results: [accountResult(1, { results: [due] })],
    broken: [{ account: account(2) }],
    plan: planOf([due], "onHold", account(1).id, { hold }),
    objects: { [lastTotalsKey]: JSON.stringify(withRun(monthAgo, daysAgo(1), counted)) },
  });
  await made.reportRun();
  expect(made.digests[0]?.digest).toMatchObject({
    coverage: "incomplete",
    deactivations: "accountedFor",
    headline: "1 of 2 accounts not fully evaluated",
    hold,
    previous: { run: "daily-1-ago" },
    monthAgo: { run: "daily-30-ago" },
  });
});

it("names each unreachable account with the reason", async () => {
  const reason = { code: "roleRefused", error: "denied" } as const;
  const unreachable = accountResult(2, { outcome: "unreachable", reason });
  const made = reporter({ results: [accountResult(1), unreachable], broken: [{ account: account(3) }] });
  await made.reportRun();
  expect(made.digests[0]?.digest.unreachable.rows).toEqual([
    { id: account(2).id, name: "Account 2", reason },
    { id: account(3).id, name: "Account 3", reason: expect.stringContaining("no result") },
  ]);
  expect(made.report().unreachable).toEqual(made.digests[0]?.digest.unreachable.rows);
});

it("lists exempt keys with the owner and the reason of the exemption", async () => {
  const reason = { code: "exempt", until: "2027-01-31", owner: "sam@example.com", reason: "moving" } as const;
  const exempt = keyResult(1, { age: 400, state: "exempt", reason });
  const made = reporter({ results: [accountResult(1, { results: [exempt, dueKey(2)] })] });
  await made.reportRun();
  expect(made.digests[0]?.digest.keys.exempt).toMatchObject({ rows: [{ key: "…0001", reason }], more: 0 });
  expect(made.report().keys.find(({ state }) => state === "exempt")).toMatchObject({ reason });
});

it.each([
  { revoke: undefined, restarts: 4 },
  { revoke: "exemptionEnded", restarts: 5 },
  { revoke: "deactivation", restarts: 4 },
] as const)(
  "says how often tags or exemptions restarted the warnings of an overdue key: $restarts times after $revoke",
  async ({ revoke, restarts }) => {
    const overdue = keyResult(
      1,
      { age: 200, state: "onHold", reason: { code: "notWarned" }, overdueSince: createdFor(110), revoke },
      { facts: { history: { ...emptyHistory, restarts: 4 } } },
    );
    const made = reporter({ results: [accountResult(1, { results: [overdue] })] });
    await made.reportRun();
    expect(made.digests[0]?.digest.keys.longOverdue.rows).toMatchObject([{ key: "…0001", restarts }]);
    expect(made.report().keys).toMatchObject([{ restarts }]);
  },
);

it.each([
  { status: "Active", restarts: 6 },
  { status: "Inactive", restarts: 4 },
])(
  "counts it as a restart if people activated a deactivated key again, and it is $status: $restarts",
  async ({ status, restarts }) => {
    const deactivation = { state: "done", number: 2, on: run.day, run: "earlier" } as const;
    const overdue = keyResult(
      1,
      { age: 200, state: "onHold", reason: { code: "notWarned" }, overdueSince: createdFor(110) },
      { facts: { status, history: { ...emptyHistory, restarts: 4, deactivation } } },
    );
    const made = reporter({ results: [accountResult(1, { results: [overdue] })] });
    await made.reportRun();
    expect(made.report().keys).toMatchObject([{ restarts }]);
  },
);

it("says in report mode how many notices and deactivations an enforcing run would do, and did none", async () => {
  const wouldNotify = keyResult(
    2,
    { age: 70, state: "notify", reason: { code: "stageDue", day: 70 } },
    { notices: [sentNotice(2, { outcome: "wouldSend" })] },
  );
  const results = [dueKey(1), wouldNotify];
  const made = reporter({ results: [accountResult(1, { mode: "report", results })] });
  const { totals } = await made.reportRun();
  expect(totals).toMatchObject({ wouldNotify: 1, wouldDeactivate: 1 });
  expect(totals).toMatchObject({
    noticesSent: 0,
    keysDeactivated: 0,
    deactivationsFailed: 0,
    waitingKeys: 0,
  });
  expect(made.digests[0]?.digest.keys.deactivated.rows).toMatchObject([{ key: "…0001" }]);
});

it("lists 50 keys, the longest overdue first, and counts the others", async () => {
  const overdue = Array.from({ length: 130 }, (_, index) =>
    keyResult(index, {
      age: 121 + index,
      state: "onHold",
      reason: { code: "notWarned" },
      overdueSince: new Date(Date.parse("2026-10-23") - index * 86_400_000).toISOString().slice(0, 10),
    }),
  );
  const made = reporter({ results: [accountResult(1, { results: overdue })] });
  await made.reportRun();
  const list = made.digests[0]?.digest.keys.longOverdue;
  expect([list?.rows.length, list?.more]).toEqual([50, 80]);
  expect(list?.rows[0]?.age).toBe(250);
  expect(list?.rows.at(-1)?.age).toBe(201);
});
