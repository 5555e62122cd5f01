import { expect, it } from "vitest";
import type { Digest } from "../../../functions/domain/digest.ts";
import { digest, digestKey, digestMail } from "./digest-fixture.ts";
import { wordsOf } from "./notice-fixture.ts";

/** Text and HTML as a reader sees them, with single spaces. */
function bodiesOf(of: Digest): string[] {
  const { text, html } = digestMail(of);
  return [text.replace(/\s+/g, " "), wordsOf(html)];
}

const totals = (more: Partial<Digest["totals"]>) => ({ ...digest().totals, ...more });

it("begins with the coverage, then says the figures, and ends with where the report lies", () => {
  const of = digest({
    totals: totals({ noticesSent: 5, keysDeactivated: 2, keysWithheld: 7, keysExempt: 1 }),
  });

  for (const body of bodiesOf(of)) {
    expect(body.trim()).toMatch(/^3 of 3 accounts were reached\. Accounts listed 3 Accounts reached 3 /);
    expect(body).toContain(
      "Users 31 Active keys 41 Notices sent 5 Keys deactivated 2 Keys withheld 7 Keys exempt 1 ",
    );
    expect(body).toContain("Report: s3://curfew-runs/runs/2026-11-23/daily-1/report.html ");
    expect(body).toContain("Curfew, run daily-1");
  }
});

it("is about what would be due where the run was in report mode, and says so at once", () => {
  const of = digest({
    mode: "report",
    totals: totals({ wouldNotify: 5, wouldDeactivate: 2 }),
    deactivated: { rows: [digestKey()], more: 0 },
  });

  expect(digestMail(of).subject).toBe("[report only] Curfew 2026-11-23: 2 keys would be deactivated");
  for (const body of bodiesOf(of)) {
    expect(body.trim()).toMatch(/run in report mode: nothing was changed and no owner was mailed\. 3 of 3/);
    expect(body).toContain("Notices due in report mode 5 Deactivations due in report mode 2 ");
    expect(body).toContain("Keys an enforcing run would deactivate …MPLE");
    expect(body).not.toContain("Notices sent");
  }
});

it("says of a run in report mode also that nothing is due", () => {
  for (const body of bodiesOf(digest({ mode: "report" })))
    expect(body).toContain("Notices due in report mode 0 Deactivations due in report mode 0 ");
});

it("says in an enforcing run what is due in the accounts that are still in report mode", () => {
  const armedInPart = digest({ totals: totals({ keysDeactivated: 1, wouldDeactivate: 4 }) });

  for (const body of bodiesOf(armedInPart)) {
    expect(body).toContain("Keys deactivated 1 ");
    expect(body).toContain("Deactivations due in report mode 4 ");
  }
  for (const body of bodiesOf(digest())) expect(body).not.toContain("in report mode");
});

it.each([
  { more: { totals: totals({ keysDeactivated: 1 }) }, subject: "Curfew 2026-11-23: 1 key deactivated" },
  { more: { totals: totals({ keysDeactivated: 2 }) }, subject: "Curfew 2026-11-23: 2 keys deactivated" },
  {
    more: { totals: totals({ accounts: { listed: 3, reached: 1, unreached: 2 } }) },
    subject: "Curfew 2026-11-23: 0 keys deactivated, 2 of 3 accounts not reached",
  },
  {
    more: { mode: "report" as const, totals: totals({ wouldDeactivate: 1 }) },
    subject: "[report only] Curfew 2026-11-23: 1 key would be deactivated",
  },
  {
    more: { rootKeys: { rows: [{ id: "100000000011", name: "Legacy", reason: "" }], more: 0 } },
    subject: "Curfew 2026-11-23: 0 keys deactivated, 1 root user has an access key",
  },
  {
    more: { rootKeys: { rows: [{ id: "100000000011", name: "Legacy", reason: "" }], more: 1 } },
    subject: "Curfew 2026-11-23: 0 keys deactivated, 2 root users have access keys",
  },
])("has the subject $subject", ({ more, subject }) => {
  expect(digestMail(digest(more)).subject).toBe(subject);
});

it("names accounts and keys with their reasons, each list under its title, and leaves out empty ones", () => {
  const account = (name: string) => ({ id: "100000000011", name, reason: `${name} has a reason` });
  const key = (userName: string) => ({ rows: [digestKey({ userName })], more: 0 });
  const of = digest({
    rootKeys: { rows: [account("Root")], more: 0 },
    unreached: { rows: [account("Legacy")], more: 0 },
    deactivationsFailed: key("failed"),
    deactivated: key("off"),
    noticesFailed: key("unsent"),
    withheld: key("held"),
    exempt: key("spared"),
    notOnboarded: { rows: [account("New")], more: 0 },
  });
  const row = (userName: string) =>
    `…MPLE of ${userName} in Payments (100000000004), day 90 day 90, first told on 2026-11-03`;

  for (const body of bodiesOf(of))
    expect(body).toContain(
      [
        "Critical: root users with an access key Root (100000000011) Root has a reason",
        "Accounts not reached Legacy (100000000011) Legacy has a reason",
        `Deactivations that failed ${row("failed")}`,
        `Keys deactivated ${row("off")}`,
        `Notices not sent ${row("unsent")}`,
        `Keys withheld ${row("held")}`,
        `Keys exempt ${row("spared")}`,
        "Accounts not onboarded yet New (100000000011) New has a reason",
      ].join(" "),
    );
  for (const body of bodiesOf(digest())) expect(body).not.toMatch(/Accounts not|Keys withheld …/);
});

it("marks what somebody has to do something about", () => {
  const of = digest({
    unreached: { rows: [{ id: "100000000011", name: "Legacy", reason: "no role" }], more: 0 },
    withheld: { rows: [digestKey()], more: 0 },
  });

  expect(
    [...digestMail(of).html.matchAll(/<div class="(card[^"]*)">\s*<h2>([^<]*)/g)].map(
      ([, ...found]) => found,
    ),
  ).toEqual([
    ["card grave", "Accounts not reached"],
    ["card", "Keys withheld"],
  ]);
});

it("says how many more there are than it lists", () => {
  for (const body of bodiesOf(digest({ withheld: { rows: [digestKey()], more: 12 } })))
    expect(body).toContain("and 12 more in the report");
});

it("escapes what AWS says, and keeps it on its line", () => {
  const reason = '<script>alert("1")</script>\r\nInjected: line';
  const { text, html } = digestMail(
    digest({ unreached: { rows: [{ id: "100000000011", name: "<b>Legacy</b>", reason }], more: 0 } }),
  );

  expect(html).not.toMatch(/<script|<b>/);
  expect(text).not.toMatch(/^Injected/m);
  expect(wordsOf(html)).toContain('<b>Legacy</b> (100000000011) <script>alert("1")</script> Injected: line');
});
