import type { Mode } from "../domain/policy.ts";
import type { Digest, DigestKey } from "./digest.ts";

/** An account with which every list of a sample is filled. */
export interface ExampleAccount {
  readonly id: string;
  readonly name: string;
  readonly reason: string;
}

/** A digest with invented facts, with these accounts in each of its lists. */
export function sampleDigest(mode: Mode, accounts: readonly ExampleAccount[]): Digest {
  const list = { rows: accounts, more: accounts.length };
  const key = ({ id, name }: ExampleAccount): DigestKey => ({
    accountId: id,
    accountName: name,
    userName: "jane",
    key: "…MPLE",
    age: 90,
    reason: { code: "exemptionUnreadable", found: "please", problem: "malformed" },
    overdueSince: "2026-01-01",
    restarts: 2,
  });
  const keys = { rows: accounts.map(key), more: accounts.length };
  const count = accounts.length;
  return {
    run: {
      id: "run",
      startedAt: "2026-01-31T08:00:00.000Z",
      day: "2026-01-31",
      mode,
      scope: "organization",
      spreadOverDays: 1,
      mailRate: 14,
    },
    isPart: false,
    coverage: count === 0 ? "complete" : "incomplete",
    deactivations: count === 0 ? "accountedFor" : "incomplete",
    headline: "1 of 1 account evaluated",
    totals: sampleTotals(count),
    compliantPercent: 97.5,
    ...(count === 0 ? {} : { previous: sampleRun("2026-01-30"), monthAgo: sampleRun("2026-01-01") }),
    ...(count === 0 ? {} : { hold: { code: "paused", until: "2026-02-03", reason: "freeze" } }),
    rootKeys: list,
    unreachable: list,
    partlyEvaluated: list,
    notOnboarded: list,
    undeliverable: {
      rows: accounts.map(({ name }) => ({
        address: `${name}@example.com`,
        isFallback: true,
        cause: "Permanent/General",
        on: "2026-01-30",
        keys: 3,
      })),
      more: count,
    },
    onHold: accounts.map(() => ({ code: "exemptionUnreadable", found: "please", keys: 1 })),
    keys: {
      awaitingApproval: keys,
      deactivationsFailed: keys,
      nobodyReached: keys,
      exemptionUnreadable: keys,
      noticesFailed: keys,
      longOverdue: keys,
      deactivated: keys,
      exempt: keys,
    },
    links: { console: "https://console.example/report", location: "s3://bucket/report.html" },
  };
}

function sampleRun(day: string) {
  return {
    run: `run-${day}`,
    startedAt: `${day}T08:00:00.000Z`,
    day,
    activeKeys: 40,
    compliantPercent: 96,
    overdue: 2,
    overdueWithoutNotice: 0,
    waiting: 0,
    awaitingApproval: 0,
    upcomingNotices: 3,
    upcomingDeactivations: 1,
  };
}

function sampleTotals(count: number): Digest["totals"] {
  return {
    accounts: {
      listed: 1 + count,
      evaluated: 1,
      partlyEvaluated: 0,
      notOnboarded: 0,
      unreachable: count,
      skipped: 0,
    },
    users: 40,
    keys: 50,
    activeKeys: 40,
    compliantKeys: 39,
    overdueKeys: count,
    longOverdueKeys: count,
    overdueWithoutNotice: 0,
    waitingKeys: count,
    awaitingApproval: count,
    onHoldKeys: count,
    exemptKeys: count,
    noticesSent: 1,
    noticesFailed: count,
    keysDeactivated: 1,
    deactivationsFailed: count,
    wouldNotify: 1,
    wouldDeactivate: 1,
    upcomingNotices: 3,
    upcomingDeactivations: 1,
    usersWithoutEmail: count,
    usersWithoutType: count,
  };
}
