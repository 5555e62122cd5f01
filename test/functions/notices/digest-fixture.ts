import type { Digest, DigestKey } from "../../../functions/domain/digest.ts";
import { renderDigest } from "../../../functions/notices/render-digest.ts";
import type { RenderedMail } from "../../../functions/notices/render-notice-mail.ts";
import { templates } from "./notice-fixture.ts";

/** A list of which a mail shows nothing. */
const nothing = { rows: [], more: 0 };

/** A key in the digest. */
export function digestKey(more: Partial<DigestKey> = {}): DigestKey {
  return {
    accountId: "100000000004",
    accountName: "Payments",
    userName: "anna.berg",
    key: "…MPLE",
    age: 90,
    reason: "day 90, first told on 2026-11-03",
    ...more,
  };
}

/** A digest: by default of an enforcing run over three accounts in which nothing was due. */
export function digest({ totals, ...more }: Partial<Digest> = {}): Digest {
  return {
    runId: "daily-1",
    day: "2026-11-23",
    mode: "enforce",
    coverage: "complete",
    cause: "3 of 3 accounts were reached",
    rootKeys: nothing,
    unreached: nothing,
    notOnboarded: nothing,
    deactivated: nothing,
    deactivationsFailed: nothing,
    withheld: nothing,
    exempt: nothing,
    noticesFailed: nothing,
    reportLocation: "s3://curfew-runs/runs/2026-11-23/daily-1/report.html",
    ...more,
    totals: {
      accounts: { listed: 3, reached: 3, unreached: 0 },
      users: 31,
      activeKeys: 41,
      noticesSent: 0,
      keysDeactivated: 0,
      keysWithheld: 0,
      keysExempt: 0,
      wouldNotify: 0,
      wouldDeactivate: 0,
      ...totals,
    },
  };
}

/** The mail of a digest. */
export function digestMail(of: Digest): RenderedMail {
  return renderDigest(templates, of);
}
