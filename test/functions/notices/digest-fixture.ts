import type { Digest, DigestKey } from "../../../functions/notices/digest.ts";
import { renderDigest } from "../../../functions/notices/render-digest.ts";
import type { RenderedMail } from "../../../functions/notices/render-notice-mail.ts";
import { emptyTotals } from "../../../functions/report/tally.ts";
import { templates } from "./notice-fixture.ts";

/** An empty list. */
export const nothing = { rows: [], more: 0 };

/** A key in the digest. */
export function digestKey(more: Partial<DigestKey> = {}): DigestKey {
  return {
    accountId: "100000000004",
    accountName: "Payments",
    userName: "anna.berg",
    key: "…MPLE",
    age: 90,
    reason: { code: "deactivationDue", named: "2026-11-23" },
    restarts: 0,
    ...more,
  };
}

/** The changes of a digest. Totals, lists of keys and run may be partial. */
export type DigestMore = Partial<Omit<Digest, "totals" | "keys" | "run">> & {
  readonly totals?: Partial<Digest["totals"]>;
  readonly keys?: Partial<Digest["keys"]>;
  readonly run?: Partial<Digest["run"]>;
};

/** A digest. Default: an enforcing run over three accounts in which nothing was due. */
export function digest({ totals, keys, run, ...more }: DigestMore = {}): Digest {
  return {
    isPart: false,
    coverage: "complete",
    deactivations: "accountedFor",
    headline: "3 of 3 accounts evaluated",
    compliantPercent: 97.5,
    rootKeys: nothing,
    unreachable: nothing,
    partlyEvaluated: nothing,
    notOnboarded: nothing,
    undeliverable: nothing,
    onHold: [],
    links: {
      console: "https://eu-central-1.console.aws.amazon.com/s3/object/curfew-runs?prefix=report.html",
      location: "s3://curfew-runs/runs/2026-11-23/daily-1/report.html",
    },
    ...more,
    run: {
      id: "daily-1",
      startedAt: "2026-11-23T08:00:00.000Z",
      day: "2026-11-23",
      mode: "enforce",
      scope: "organization",
      spreadOverDays: 1,
      mailRate: 14,
      ...run,
    },
    totals: {
      ...emptyTotals(),
      accounts: { listed: 3, evaluated: 3, partlyEvaluated: 0, notOnboarded: 0, unreachable: 0, skipped: 0 },
      users: 31,
      activeKeys: 41,
      ...totals,
    },
    keys: {
      awaitingApproval: nothing,
      deactivationsFailed: nothing,
      nobodyReached: nothing,
      exemptionUnreadable: nothing,
      noticesFailed: nothing,
      longOverdue: nothing,
      deactivated: nothing,
      exempt: nothing,
      ...keys,
    },
  };
}

/** The mail of a digest. */
export function digestMail(of: Digest): RenderedMail {
  return renderDigest(templates, of);
}
