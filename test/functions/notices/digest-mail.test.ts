import { expect, it } from "vitest";
import type { Digest } from "../../../functions/notices/digest.ts";
import { sampleDigest } from "../../../functions/notices/sample-digest.ts";
import { digest, digestKey, digestMail } from "./digest-fixture.ts";
import { wordsOf } from "./notice-fixture.ts";

/** Text and HTML as a reader sees them, with single spaces. */
function bodiesOf(of: Digest): string[] {
  const { text, html } = digestMail(of);
  return [text.replace(/\s+/g, " "), wordsOf(html)];
}
const one = { rows: [digestKey()], more: 0 };
const lastRun = {
  run: "daily-0",
  startedAt: "2026-11-22T08:00:00.000Z",
  day: "2026-11-22",
  activeKeys: 40,
  compliantPercent: 96.3,
  overdue: 5,
  overdueWithoutNotice: 0,
  waiting: 0,
  awaitingApproval: 0,
  upcomingNotices: 4,
  upcomingDeactivations: 3,
};

it("begins with coverage, keys compliant, overdue, due in 14 days, and what changed", () => {
  const of = digest({
    totals: { overdueKeys: 3, upcomingDeactivations: 4, upcomingNotices: 4 },
    previous: lastRun,
    monthAgo: { ...lastRun, day: "2026-10-24", overdue: 30 },
  });
  expect(digestMail(of).text.split("\n").slice(0, 7)).toEqual([
    "3 of 3 accounts evaluated.",
    "",
    "  Accounts covered: 3 of 3",
    "  Keys compliant: 97.5 % (+1.2 points since 2026-11-22, +1.2 points since 2026-10-24)",
    "  Keys overdue: 3 (−2 since 2026-11-22, −27 since 2026-10-24)",
    "  Deactivations in 14 days: 4 (+1 since 2026-11-22, +1 since 2026-10-24)",
    "  Notices in 14 days: 4 (±0 since 2026-11-22, ±0 since 2026-10-24)",
  ]);
  const [, html = ""] = bodiesOf(of);
  expect(html).toContain("Keys overdue 3 −2 since 2026-11-22, −27 since 2026-10-24");
});

it("links to the report in the console", () => {
  const { html, text } = digestMail(digest());
  expect(html).toMatch(/<a href="https:[^"]*eu-central-1\.console\.aws\.amazon\.com[^"]*"/);
  expect(text).toContain(
    "https://eu-central-1.console.aws.amazon.com/s3/object/curfew-runs?prefix=report.html",
  );
  expect(text).toContain("s3://curfew-runs/runs/2026-11-23/daily-1/report.html");
});

it("names first what needs a decision: the plan that waits, with the command that approves it", () => {
  const of = digest({
    totals: { awaitingApproval: 120, keysDeactivated: 2 },
    keys: { awaitingApproval: { rows: [digestKey()], more: 119 }, deactivated: one, nobodyReached: one },
  });
  expect(digestMail(of).subject).toBe("Curfew 2026-11-23: approval needed for 120 keys, 2 keys deactivated");
  for (const body of bodiesOf(of)) {
    expect(body).toMatch(
      /120 keys waiting for your approval .*curfew plan daily-1.*curfew approve daily-1 --reason "…".*…MPLE of anna\[?\.?\]?berg in Payments \(100000000004\), 90 days old.*and 119 more in the report/,
    );
    expect(body.indexOf("waiting for your approval")).toBeLessThan(
      body.indexOf("Keys whose notices reach nobody"),
    );
    expect(body.indexOf("Keys whose notices reach nobody")).toBeLessThan(body.indexOf("Keys deactivated"));
  }
});

it("shows an exemption that cannot be read with the value found and the form expected", () => {
  const reason = { code: "exemptionUnreadable", found: "please", problem: "malformed" } as const;
  const of = digest({ keys: { exemptionUnreadable: { rows: [digestKey({ reason })], more: 0 } } });
  for (const body of bodiesOf(of)) {
    expect(body).toContain("Expected: YYYY-MM-DD, a mail address and a reason");
    expect(body).toContain("found “please”");
  }
});

it("names the addresses that SES cannot deliver to, with the cause and what to do", () => {
  const row = {
    address: "gone@example.com",
    isFallback: false,
    cause: "Permanent/OnAccountSuppressionList",
    on: "2026-11-22",
    keys: 2,
  };
  const undeliverable = { rows: [row, { ...row, address: "team@example.com", isFallback: true }], more: 0 };
  for (const body of bodiesOf(digest({ undeliverable })))
    expect(body).toMatch(
      /cannot deliver to .*Correct the email tag, or the fallback contact.*gone@example\.com.*Permanent\/OnAccountSuppressionList on 2026-11-22, 2 keys.*team@example\.com \(fallback contact\)/,
    );
});

const noAddress = "3 users without a usable address: the fallback contact gets their notices.";
const noType = "1 user without a known user type: their keys are never deactivated.";

it.each([
  { usersWithoutEmail: 3, usersWithoutType: 1, says: `${noAddress} ${noType}` },
  { usersWithoutEmail: 3, usersWithoutType: 0, says: noAddress },
  { usersWithoutEmail: 0, usersWithoutType: 1, says: noType },
])("says how many users lack which tag, and what each means: $says", ({ says, ...totals }) => {
  for (const body of bodiesOf(digest({ totals }))) {
    expect(body).toContain(says);
    expect(body).not.toMatch(/\b0 users/);
  }
});

it("says why all deactivations are on hold", () => {
  const of = digest({
    totals: { waitingKeys: 4 },
    hold: { code: "paused", until: "2026-12-01", reason: "release freeze" },
  });
  for (const body of bodiesOf(of))
    expect(body).toContain("4 keys waiting: deactivations are paused until 2026-12-01: “release freeze”.");
});

it("lists keys overdue for long with their restarts", () => {
  const row = digestKey({
    age: 300,
    overdueSince: "2026-04-27",
    restarts: 4,
    reason: { code: "notWarned", revokedBy: "exemptionEnded" },
  });
  for (const body of bodiesOf(digest({ keys: { longOverdue: { rows: [row], more: 0 } } })))
    expect(body).toContain(
      "overdue since 2026-04-27; tags, exemptions or an activation of the key restarted the warnings 4 times; earlier warnings no longer count: an exemption ended",
    );
});

it("says after a run in report mode that nothing was changed, and what an enforcing run would do", () => {
  const of = digest({
    run: { mode: "report" },
    totals: { wouldNotify: 5, wouldDeactivate: 2 },
    keys: { deactivated: one },
    hold: { code: "reportMode" },
  });
  expect(digestMail(of).subject).toBe("[report mode] Curfew 2026-11-23: 2 keys would be deactivated");
  for (const body of bodiesOf(of)) {
    expect(body.trim()).toMatch(/Report mode: Curfew changed nothing and mailed no owner\./);
    expect(body).toContain("An enforcing run would have sent 5 notices and deactivated 2 keys.");
    expect(body).toContain("Keys that an enforcing run would deactivate");
    expect(body).not.toContain("on hold today");
    expect(body).not.toContain("Needs a decision");
  }
});

const bounced = (isFallback: boolean) => ({
  address: "gone@example.com",
  isFallback,
  cause: "Permanent/General",
  on: "2026-11-22",
  keys: 1,
});

it.each([
  [
    "an incomplete run",
    {
      coverage: "incomplete",
      totals: { accounts: { ...digest().totals.accounts, listed: 4, unreachable: 1 } },
    },
    "1 account not fully evaluated, 0 keys deactivated",
  ],
  [
    "failed deactivations",
    { deactivations: "incomplete" },
    "the deactivation step failed, 0 keys deactivated",
  ],
  [
    "a root key",
    { rootKeys: { rows: [{ id: "100000000004", name: "Visit evil.example" }], more: 0 } },
    "1 root access key, 0 keys deactivated",
  ],
  [
    "a fallback contact that gets no mail",
    { undeliverable: { rows: [bounced(false), bounced(true)], more: 0 } },
    "SES cannot deliver to the fallback contact, 0 keys deactivated",
  ],
  [
    "an owner who gets no mail, which concerns a few keys only",
    { undeliverable: { rows: [bounced(false)], more: 0 } },
    "0 keys deactivated",
  ],
  ["a quiet day", {}, "0 keys deactivated"],
] as const)("says in its subject what matters most: %s", (_, more, expected) => {
  expect(digestMail(digest(more)).subject).toBe(`Curfew 2026-11-23: ${expected}`);
});

it("makes no link of text that strangers write into names and tags", () => {
  const hostile = "URGENT https://evil.example/login";
  const of = digest({
    keys: {
      exemptionUnreadable: {
        rows: [
          digestKey({
            accountName: hostile,
            userName: hostile,
            reason: { code: "exemptionUnreadable", found: `${hostile} <b>`, problem: "malformed" },
          }),
        ],
        more: 0,
      },
    },
  });
  const { text, html, subject } = digestMail(of);
  for (const part of [text, html, subject]) expect(part).not.toContain("evil.example");
  expect(html).not.toContain("<b>");
});

it("has no empty sections", () => {
  const { text } = digestMail(digest());
  expect(text).not.toContain("NEEDS A DECISION");
  expect(text).not.toMatch(/undefined|null|Keys deactivated\n/);
});

it("can contain every section at once", () => {
  const accounts = [{ id: "100000000004", name: "Payments", reason: "no role" }];
  for (const mode of ["report", "enforce"] as const)
    for (const body of bodiesOf(sampleDigest(mode, accounts)))
      for (const title of ["Unreachable accounts", "Partly evaluated accounts", "Accounts not onboarded yet"])
        expect(body).toContain(title);
});
