import type { Digest, DigestList } from "../domain/digest.ts";
import type { Mode } from "../domain/policy.ts";

/** A digest with invented facts, with these accounts in each of its lists. */
export function sampleDigest(
  mode: Mode,
  accounts: readonly { id: string; name: string; reason: string }[],
): Digest {
  const list = { rows: accounts, more: accounts.length };
  const keys: DigestList<Digest["withheld"]["rows"][number]> = {
    rows: accounts.map(({ id, name, reason }) => ({
      accountId: id,
      accountName: name,
      userName: "jane",
      key: "…MPLE",
      age: 90,
      reason,
    })),
    more: accounts.length,
  };
  return {
    runId: "run",
    day: "2026-01-31",
    mode,
    coverage: accounts.length === 0 ? "complete" : "incomplete",
    cause: "1 of 1 account was reached",
    totals: {
      accounts: { listed: 1, reached: 1, unreached: accounts.length },
      users: 1,
      activeKeys: 1,
      noticesSent: 1,
      keysDeactivated: 1,
      keysWithheld: 1,
      keysExempt: 1,
      wouldNotify: 1,
      wouldDeactivate: 1,
    },
    unreached: list,
    notOnboarded: list,
    rootKeys: list,
    deactivated: keys,
    deactivationsFailed: keys,
    withheld: keys,
    exempt: keys,
    noticesFailed: keys,
    reportLocation: "s3://bucket/report.html",
  };
}
