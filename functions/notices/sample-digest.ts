import type { Mode } from "../domain/policy.ts";
import type { Digest, DigestKey, DigestKeyList, DigestList } from "./digest.ts";

/** An invented account. */
interface SampleAccount {
  readonly id: string;
  readonly name: string;
}

/** A digest with invented facts, with these accounts, and a key of each, in every list. */
export function sampleDigest(mode: Mode, accounts: readonly SampleAccount[]): Digest {
  const isComplete = accounts.length === 0;
  const list = listOf(accounts.map(({ id, name }) => ({ id, name, reason: "it left no result" })));
  const keys = keysOf(accounts);
  const day = "2026-01-31";
  const last = {
    run: "run-0",
    startedAt: "2026-01-30T09:00:00Z",
    day: "2026-01-30",
    activeKeys: 1,
    compliantPercent: 50,
    overdue: 1,
    overdueWithoutNotice: 0,
    waiting: 0,
    awaitingApproval: 0,
    upcomingNotices: 1,
    upcomingDeactivations: 1,
  };
  return {
    run: {
      id: "run",
      startedAt: `${day}T09:00:00Z`,
      day,
      mode,
      scope: "organization",
      spreadOverDays: 1,
      mailRate: 14,
    },
    isPart: false,
    coverage: isComplete ? "complete" : "incomplete",
    deactivations: isComplete ? "accountedFor" : "incomplete",
    headline: "1 of 1 account evaluated",
    totals: sampleTotals(accounts.length),
    compliantPercent: 50,
    ...(isComplete ? {} : { previous: last, monthAgo: last, hold: { code: "windowClosed" } as const }),
    rootKeys: listOf(accounts.map(({ id, name }) => ({ id, name }))),
    unreachable: list,
    partlyEvaluated: list,
    notOnboarded: list,
    undeliverable: listOf(
      accounts.map(() => ({
        address: "jane@example.com",
        isFallback: false,
        cause: "Permanent/General",
        on: day,
        keys: 1,
      })),
    ),
    onHold: accounts.map(() => ({ code: "unknownUserType", found: "contractor", keys: 1 })),
    keys,
    links: { console: "https://console.aws.amazon.com/s3/", location: "s3://bucket/report.html" },
  };
}

function keysOf(accounts: readonly SampleAccount[]): Record<DigestKeyList, DigestList<DigestKey>> {
  const keys = listOf(
    accounts.map(
      ({ id, name }): DigestKey => ({
        accountId: id,
        accountName: name,
        userName: "jane",
        key: "…MPLE",
        age: 90,
        reason: { code: "notWarned" },
        overdueSince: "2026-01-31",
        restarts: 1,
        error: "the mail was refused",
      }),
    ),
  );
  return {
    awaitingApproval: keys,
    deactivationsFailed: keys,
    nobodyReached: keys,
    exemptionUnreadable: keys,
    noticesFailed: keys,
    longOverdue: keys,
    deactivated: keys,
    exempt: keys,
  };
}

function sampleTotals(unreachable: number): Digest["totals"] {
  return {
    accounts: {
      listed: 1 + unreachable,
      evaluated: 1,
      partlyEvaluated: 0,
      notOnboarded: 0,
      unreachable,
      skipped: 0,
    },
    users: 1,
    keys: 2,
    activeKeys: 2,
    compliantKeys: 1,
    overdueKeys: 1,
    longOverdueKeys: 1,
    overdueWithoutNotice: 0,
    waitingKeys: 1,
    awaitingApproval: 1,
    onHoldKeys: 1,
    exemptKeys: 1,
    noticesSent: 1,
    noticesFailed: 1,
    keysDeactivated: 1,
    deactivationsFailed: 1,
    wouldNotify: 1,
    wouldDeactivate: 1,
    upcomingNotices: 1,
    upcomingDeactivations: 1,
    usersWithoutEmail: 1,
    usersWithoutType: 1,
  };
}

function listOf<Row>(rows: readonly Row[]): DigestList<Row> {
  return { rows, more: rows.length };
}
