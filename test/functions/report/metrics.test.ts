import { expect, it } from "vitest";
import { addDays } from "../../../functions/domain/calendar-day.ts";
import { emptyHistory } from "../../../functions/domain/key-history.ts";
import type { NoticeRecord } from "../../../functions/domain/notice.ts";
import { metricsLine } from "../../../functions/report/metrics.ts";
import type { KeyResult } from "../../../statemachine/account-result.ts";
import { deactivatedResult, failedResult, planOf, reporter } from "./report-fixture.ts";
import { account, accountResult, dueKey, keyResult, run, sentNotice, warning } from "./result-fixture.ts";

async function metricsOf(results: readonly KeyResult[], more: Partial<Parameters<typeof reporter>[0]> = {}) {
  const made = reporter({ results: [accountResult(1, { results: [...results] })], ...more });
  await made.reportRun();
  const [facts] = made.metrics;
  if (facts === undefined) throw new Error("no metrics");
  const line: Record<string, unknown> = JSON.parse(metricsLine(facts, new Date("2026-11-23T09:00:00Z")));
  return { line, report: made.report() };
}

const noticed = (number: number, notices: readonly NoticeRecord[]) =>
  keyResult(
    number,
    { age: 85, state: "notified", reason: { code: "stageNotified", day: 80 } },
    { facts: { history: { ...emptyHistory, notices } } },
  );
const unknown = { state: "unknown" } as const;
const daysAgo = (days: number) => addDays(run.day, -days);

it("publishes every value that it declares, in the mode of the run", async () => {
  const { line } = await metricsOf([dueKey(1), keyResult(2)], {
    plan: planOf([dueKey(1)], "awaitsApproval", account(1).id),
  });
  expect(line).toMatchObject({
    Mode: "enforce",
    ActiveKeys: 2,
    KeysOverdue: 1,
    KeysLongOverdue: 0,
    KeysWaiting: 1,
    AwaitingApproval: 1,
    AccountsEvaluated: 1,
    ActiveKeysAge0To69: 1,
    ActiveKeysAge90To179: 1,
    ActiveKeysAge365AndMore: 0,
  });
  const declared = JSON.stringify(line._aws).matchAll(/"Name":"(\w+)"/g);
  for (const [, name = ""] of declared) expect(line[name]).toEqual(expect.any(Number));
});

it("publishes the accounts, notices and deactivations of the report, because alarms watch them", async () => {
  const notified = keyResult(
    2,
    { age: 70, state: "notify", reason: { code: "stageDue", day: 70 } },
    { notices: [sentNotice(2), sentNotice(2, { outcome: "failed", error: "Throttling" })] },
  );
  const planned = [dueKey(3), dueKey(4)];
  const id = account(1).id;
  const { line } = await metricsOf([notified, ...planned], {
    broken: [{ account: account(2) }],
    plan: planOf(planned, "deactivate", id),
    deactivated: { [id]: [deactivatedResult(dueKey(3)), failedResult(dueKey(4), "denied")] },
  });
  expect(line).toMatchObject({
    AccountsListed: 2,
    AccountsEvaluated: 1,
    AccountsPartlyEvaluated: 0,
    AccountsUnreachable: 1,
    NoticesSent: 1,
    NoticesFailed: 1,
    KeysDeactivated: 1,
    DeactivationsFailed: 1,
  });
});

it("publishes only the actions of a run over some accounts, because its counts would be too low", async () => {
  const { line } = await metricsOf([dueKey(1)], {
    event: { run: { ...run, scope: "accounts" } },
  });
  expect(line).toMatchObject({ KeysDeactivated: 0, NoticesSent: 0 });
  expect(line).not.toHaveProperty("ActiveKeys");
  expect(line).not.toHaveProperty("AwaitingApproval");
});

it.each([
  ["all notices of a day 2 days ago are without a report", [2, 2], [unknown, unknown], 1],
  ["one of them has a report", [2, 2], [unknown, { state: "delivered", on: daysAgo(2) }], 0],
  ["they were sent yesterday, maybe less than 24 hours ago", [1, 1], [unknown, unknown], 0],
  ["they were sent 4 days ago", [4, 4], [unknown, unknown], 0],
  ["one day has reports and another has none", [3, 2], [{ state: "delivered", on: daysAgo(3) }, unknown], 1],
] as const)("says whether delivery reports are missing: %s", async (_, ages, deliveries, expected) => {
  const keys = ages.map((days, index) =>
    noticed(index, [warning(index, { on: daysAgo(days), delivery: deliveries[index] ?? unknown })]),
  );
  expect((await metricsOf(keys)).line.DeliveryReportsMissing).toBe(expected);
});

it("reports no missing delivery reports if no notice was sent", async () => {
  expect((await metricsOf([keyResult(1)])).line.DeliveryReportsMissing).toBe(0);
});

const fallback = { to: "cloud-team@example.com", as: "fallback" } as const;
const bounced = { state: "bounced", on: daysAgo(3), cause: "Permanent/General" } as const;

it("counts a bouncing fallback contact once, however many keys it is responsible for", async () => {
  const keys = [1, 2, 3].map((number) =>
    noticed(number, [warning(number, { ...fallback, delivery: bounced })]),
  );
  const { line, report } = await metricsOf(keys);
  expect(line.FallbackUndeliverable).toBe(1);
  expect(report.undeliverable).toEqual([
    { address: fallback.to, isFallback: true, cause: "Permanent/General", on: daysAgo(3), keys: 3 },
  ]);
});

it("does not list an address that got a later mail", async () => {
  const keys = [
    noticed(1, [warning(1, { ...fallback, delivery: bounced })]),
    noticed(2, [warning(2, { ...fallback, delivery: { state: "delivered", on: daysAgo(1) } })]),
  ];
  expect((await metricsOf(keys)).report.undeliverable).toEqual([]);
});

it("does not list an address to which no mail about a key goes today: a former owner's or fallback contact's", async () => {
  const keys = [
    noticed(1, [warning(1, { to: "former@example.com", delivery: bounced })]),
    noticed(2, [warning(2, { ...fallback, to: "former-team@example.com", delivery: bounced })]),
  ];
  const { line, report } = await metricsOf(keys);
  expect(line.FallbackUndeliverable).toBe(0);
  expect(report.undeliverable).toEqual([]);
});

it("lists every address that bounced if the tags cannot be read, and the contacts if they were not needed", async () => {
  const bounces = ["former@example.com", fallback.to, "security@example.com"].map((to) =>
    warning(1, { to, delivery: bounced }),
  );
  const addressesOf = async (tags: "unreadable" | "notRead") => {
    const key = keyResult(1, {}, { facts: { tags, history: { ...emptyHistory, notices: bounces } } });
    return (await metricsOf([key])).report.undeliverable.map(({ address }) => address).sort();
  };
  expect(await addressesOf("unreadable")).toEqual([
    fallback.to,
    "former@example.com",
    "security@example.com",
  ]);
  expect(await addressesOf("notRead")).toEqual([fallback.to, "security@example.com"]);
});

it("lists an address that SES refused in this run", async () => {
  const key = keyResult(
    1,
    { age: 70, state: "notify", reason: { code: "stageDue", day: 70 } },
    { notices: [sentNotice(1, { outcome: "refused", error: "Invalid email address" })] },
  );
  expect((await metricsOf([key])).report.undeliverable).toEqual([
    {
      address: "owner-1@example.com",
      isFallback: false,
      cause: "Invalid email address",
      on: run.day,
      keys: 1,
    },
  ]);
});
