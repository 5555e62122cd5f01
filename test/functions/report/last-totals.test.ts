import { expect, it } from "vitest";
import { lastTotalsOf } from "../../../functions/aws/last-totals.ts";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import type { Attempts } from "../../../functions/domain/failing-accounts.ts";
import { lastTotalsKey } from "../../../functions/domain/run-files.ts";
import { isComparable, monthAgoOf, previousOf, withRun } from "../../../functions/report/last-totals.ts";
import { emptyTotals } from "../../../functions/report/tally.ts";
import { type LastRun, type LastTotals, lastTotalsSchema } from "../../../statemachine/last-totals.ts";
import { policy } from "../domain/policy-fixture.ts";
import { deactivatedResult, failedResult, planOf, reporter } from "./report-fixture.ts";
import { account, accountResult, dueKey, keyResult, run } from "./result-fixture.ts";

/** A run this many days before the run of these tests. */
function earlier(daysAgo: number, more: Partial<LastRun> = {}): LastRun {
  const day = addDays(run.day, -daysAgo);
  return {
    run: `daily-${daysAgo}-ago`,
    startedAt: `${day}T08:00:00.000Z`,
    day,
    activeKeys: 10,
    compliantPercent: 90,
    overdue: daysAgo,
    overdueWithoutNotice: 0,
    waiting: 0,
    awaitingApproval: 0,
    upcomingNotices: 0,
    upcomingDeactivations: 0,
    ...more,
  };
}

/** The totals after the run of these tests. */
function afterRun(runs: LastRun[], before: Partial<LastTotals> = {}, attempts: Partial<Attempts> = {}) {
  return withRun({ runs, failingAccounts: [], ...before }, run, {
    totals: emptyTotals(),
    attempts: { failed: [], succeeded: [], ...attempts },
  });
}

it("compares with the last run and with the one closest to 30 days ago", async () => {
  const runs = [earlier(33), earlier(29), earlier(12), earlier(1)];
  const made = reporter({
    results: [accountResult(1, { results: [keyResult(1), dueKey(2)] })],
    objects: { [lastTotalsKey]: JSON.stringify({ runs }) },
  });
  await made.reportRun();
  expect([made.report().previous?.day, made.report().monthAgo?.day]).toEqual(["2026-11-22", "2026-10-25"]);
  const kept = lastTotalsSchema.parse(JSON.parse(made.objects.get(lastTotalsKey) ?? ""));
  expect(kept.runs.at(-1)).toMatchObject({
    run: run.id,
    activeKeys: 2,
    compliantPercent: 50,
    overdue: 1,
    waiting: 1,
    awaitingApproval: 0,
  });
});

it("compares nothing with 30 days ago if the closest run is more than 5 days away", () => {
  expect(monthAgoOf({ runs: [earlier(36), earlier(24)] }, run)).toBeUndefined();
  expect(monthAgoOf({ runs: [earlier(25)] }, run)?.day).toBe(addDays(run.day, -25));
});

it("compares a report that is written a second time with the same run as the first time", () => {
  const last = afterRun([earlier(1)]);
  expect(previousOf(last, run)?.run).toBe("daily-1-ago");
  expect(afterRun(last.runs).runs).toHaveLength(2);
});

it("keeps 40 runs at most, and of each day before today the last one", () => {
  const twice = Array.from({ length: 50 }, (_, index) => 50 - index).flatMap((daysAgo) => [
    earlier(daysAgo),
    earlier(daysAgo, { run: `again-${daysAgo}`, startedAt: `${addDays(run.day, -daysAgo)}T15:00:00.000Z` }),
  ]);
  const { runs } = afterRun(twice);
  expect(runs).toHaveLength(40);
  expect(runs.slice(-2).map((one) => one.run)).toEqual(["again-1", run.id]);
  expect(monthAgoOf({ runs }, run)?.run).toBe("again-30");
});

it("sorts a run that began earlier but ended later by its start", () => {
  const later = earlier(0, { run: "later", startedAt: `${run.day}T12:00:00.000Z` });
  expect(afterRun([later]).runs.map((one) => one.run)).toEqual([run.id, "later"]);
});

it("compares with nothing if another version wrote the totals", () => {
  const none = { runs: [], failingAccounts: [] };
  expect(lastTotalsOf('{"run":{},"totals":{}}')).toEqual(none);
  expect(lastTotalsOf("not JSON")).toEqual(none);
  expect(lastTotalsOf(undefined)).toEqual(none);
});

it("keeps the accounts in which every attempted deactivation failed, until one succeeds there", async () => {
  const before = [
    { accountId: account(2).id, since: addDays(run.day, -1) },
    { accountId: account(3).id, since: addDays(run.day, -1) },
  ];
  const [failed, done, both, noResult] = [dueKey(1), dueKey(2), [dueKey(4), dueKey(5)] as const, dueKey(6)];
  const keys = [
    ...planOf([failed], "deactivate", account(1).id).keys,
    ...planOf([done], "deactivate", account(2).id).keys,
    ...planOf([...both], "deactivate", account(4).id).keys,
    ...planOf([noResult], "deactivate", account(5).id).keys,
  ];
  const made = reporter({
    results: [
      accountResult(1, { results: [failed] }),
      accountResult(2, { results: [done] }),
      accountResult(3, { results: [] }),
      accountResult(4, { results: [...both] }),
      accountResult(5, { results: [noResult] }),
    ],
    plan: { state: "deactivate", keys },
    deactivated: {
      [account(1).id]: [failedResult(failed, "denied")],
      [account(2).id]: [deactivatedResult(done)],
      [account(4).id]: [failedResult(both[0], "denied"), deactivatedResult(both[1])],
    },
    objects: { [lastTotalsKey]: JSON.stringify({ runs: [earlier(1)], failingAccounts: before }) },
  });
  await made.reportRun();

  const kept = lastTotalsSchema.parse(JSON.parse(made.objects.get(lastTotalsKey) ?? ""));
  expect(kept.failingAccounts).toEqual([
    { accountId: account(3).id, since: addDays(run.day, -1) },
    { accountId: account(1).id, since: run.day },
    { accountId: account(5).id, since: run.day },
  ]);
});

it.each([
  ["a run over some accounts", { scope: "accounts" }],
  ["a run as on another day", { day: "2026-11-30" }],
  ["a run whose mode was lowered", { mode: "report" }],
] as const)("neither compares nor keeps %s", async (_, more) => {
  const made = reporter({
    results: [accountResult(1, { run: { ...run, ...more } })],
    event: { run: { ...run, ...more } },
    objects: { [lastTotalsKey]: JSON.stringify({ runs: [earlier(1)] }) },
  });
  const before = made.objects.get(lastTotalsKey);
  await made.reportRun();
  expect(made.objects.get(lastTotalsKey)).toBe(before);
});

it("compares the runs of a deployment in which an override sets one OU to enforce mode, whatever the default mode", () => {
  const armed = {
    accounts: [],
    organizationalUnits: ["ou-a1b2-11111111"],
    mode: "enforce",
  } as const;
  expect(isComparable(run, policy({ mode: "report", overrides: [armed] }))).toBe(true);
  expect(isComparable({ ...run, mode: "report" }, policy({ mode: "report", overrides: [armed] }))).toBe(
    false,
  );
});
