import { expect, it } from "vitest";
import { attentionOf } from "../../../../infra/cli/shared/attention.ts";
import { statusAnswer, statusAnswerSchema } from "../../../../infra/cli/status/answer.ts";
import type { ShownRun, Status } from "../../../../infra/cli/status/load.ts";
import { statusPage } from "../../../../infra/cli/status/print.ts";
import { resultOf, scopeOf, took } from "../../../../infra/cli/status/run-words.ts";
import { plainTerminal, tooWide } from "../plain-terminal.ts";
import { runRecord } from "../run-record-fixture.ts";
import { overdueRow, runReport, totals } from "../run-report-fixture.ts";

const attention = (more: Parameters<typeof runReport>[0] = {}) => attentionOf(runReport(more));

function last(more: Partial<ShownRun> = {}): ShownRun {
  return {
    run: "daily-1",
    day: "2026-11-23",
    mode: "enforce",
    due: {
      days: [{ on: "2026-11-25", notices: 3, deactivations: 1, accounts: [["111111111111", 3, 1]], more: 4 }],
      isPauseNew: false,
    },
    accountNames: new Map([["111111111111", "Sales"]]),
    attention: attention(),
    ...more,
  };
}

function status(more: Partial<Status> = {}): Status {
  return {
    accountId: "100000000002",
    region: "eu-central-1",
    today: "2026-11-24",
    runs: [
      {
        record: runRecord(),
        outcome: {
          mode: "enforce",
          coverage: "complete",
          state: "deactivate",
          totals: totals({ noticesSent: 3 }),
        },
      },
    ],
    last: last(),
    ...more,
  };
}
const page = (more: Partial<Status> = {}) => statusPage(status(more), plainTerminal);

it("lists runs, and what is due by day with the accounts that have most of it", () => {
  expect(page()).toMatch(/11-23 08:00 {2}all +2\/2 +3 +0 +42 s {2}complete/);
  expect(page()).toMatch(/2026-11-25 +3 +1 {2}Sales, 4 more/);
  expect(page()).not.toContain("Needs attention");
});

it("names the runs that somebody may restore or approve, and no other", () => {
  const outcome = { mode: "enforce", coverage: "complete", state: "deactivate" } as const;
  const run = (name: string, more: Partial<NonNullable<Status["runs"][number]["outcome"]>>) => ({
    record: runRecord({ name }),
    outcome: { ...outcome, totals: totals(), ...more },
  });
  const runs = [
    run("quiet", {}),
    run("8c4f3f7e-6b1f-4a57-9a55-0e2f1a6f5d11", { totals: totals({ keysDeactivated: 2 }) }),
    run("large", { state: "awaitingApproval" }),
  ];
  const shown = page({ runs });

  expect(shown).toContain(
    [
      "Names, for curfew approve and curfew restore --run",
      "11-23 08:00  8c4f3f7e-6b1f-4a57-9a55-0e2f1a6f5d11  2 keys deactivated",
      "11-23 08:00  large  needs approval",
    ].join("\n"),
  );
  expect(shown).not.toContain("quiet");
  expect(page({ runs: [run("quiet", {})] })).not.toContain("Names");
  expect(tooWide(shown)).toEqual([]);
});

it("puts the figures of report mode in brackets and explains them", () => {
  const outcome = {
    mode: "report",
    coverage: "complete",
    state: "onHold",
    totals: totals({ wouldNotify: 7 }),
  } as const;
  const shown = page({ runs: [{ record: runRecord(), outcome }] });

  expect(shown).toContain("(7)");
  expect(shown).toContain("(in brackets: report mode; nothing was sent or deactivated)");
});

it("names overdue keys, the longest first, and the age of each hold", () => {
  const found = attention({
    keys: [overdueRow(1, 3), overdueRow(2, 45, { restarts: 2 })],
    totals: totals({ longOverdueKeys: 1 }),
  });
  const shown = page({ last: last({ attention: found }) }).replace(/\s+/g, " ");

  expect(shown).toContain("2 keys overdue, 1 of them for more than 30 days:");
  expect(shown).toMatch(
    /…0002 user-2 in Sales: overdue by 45 days; the user has no user type tag; warnings restarted 2 times.*…0001/,
  );
  expect(shown).toContain("On hold: 2 keys: unknown or missing user type; the oldest is overdue by 45 days");
});

it("says for a key that the run warned when it stops, not that its owner was not warned", () => {
  const sent = {
    id: { type: "finalWarning", round: 0, number: 1 } as const,
    to: "jane@example.com",
    as: "owner" as const,
    outcome: "sent" as const,
    names: "2026-12-17",
  };
  const warned = overdueRow(1, 45, { reason: { code: "notWarned" }, notices: [sent] });
  const failed = overdueRow(2, 3, {
    reason: { code: "notWarned" },
    notices: [{ ...sent, outcome: "failed" }],
  });
  const shown = page({ last: last({ attention: attention({ keys: [warned, failed] }) }) }).replace(
    /\s+/g,
    " ",
  );

  expect(shown).toContain(
    "…0001 user-1 in Sales: overdue by 45 days; warned on 2026-11-23: stops on or after 2026-12-17",
  );
  expect(shown).toContain("…0002 user-2 in Sales: overdue by 3 days; no warning was sent before");
});

it("names undeliverable addresses, and what waits and which tags are missing with the command to use", () => {
  const bounce = {
    address: "gone@example.com",
    isFallback: false,
    cause: "Permanent/General",
    on: "2026-11-22",
    keys: 2,
  };
  const found = attention({
    undeliverable: [bounce],
    totals: totals({ awaitingApproval: 120, waitingKeys: 130, usersWithoutEmail: 4 }),
  });
  const shown = page({ last: last({ attention: found }) }).replace(/\s+/g, " ");

  expect(shown).toContain("120 keys await approval. See them: curfew plan daily-1");
  expect(shown).toContain("10 keys may be deactivated and wait (curfew plan daily-1).");
  expect(shown).toContain("SES cannot deliver to gone@example.com");
  expect(shown).toContain("curfew untagged");
});

it("shows a pause first", () => {
  const pause = { until: "2027-01-06", reason: "freeze", by: "arn:aws:iam::100000000002:user/jane" };

  expect(page({ pause }).split("\n")[2]).toContain("All deactivations are paused until 2027-01-06");
});

it("says that the days respect a pause that is newer than the run, or why they are unknown", () => {
  const due = last().due;
  const shown = (more: Partial<ShownRun["due"]>) =>
    page({ last: last({ due: { ...due, ...more } }) }).replace(/\s+/g, " ");
  const missing = { missing: "There is no settings file settings.yaml." };

  expect(shown({})).toContain("From run daily-1 of 2026-11-23, if nothing changes.");
  expect(shown({ isPauseNew: true })).toContain(
    "From run daily-1 of 2026-11-23, the settings and the current pause, if nothing changes.",
  );
  expect(shown({ isPauseNew: true, days: missing })).toContain(
    "Unknown: the pause has changed since run daily-1. There is no settings file settings.yaml.",
  );
});

it("says why nothing is known, and how to start a first run", () => {
  const shown = page({ runs: [], last: { missing: "no organization-wide run has completed yet" } });

  expect(shown).toContain("No runs yet. Start one: curfew run --report --watch");
  expect(shown).toContain("Unknown: no organization-wide run has completed yet.");
});

it("says for each run what it covered, how it ended and how long it took", () => {
  expect(scopeOf({ input: { accountIds: ["111111111111"] } })).toBe("1 account");
  expect(scopeOf({ input: { asOf: "2027-01-31" } })).toBe("2027-01-31");
  expect(scopeOf({ input: undefined })).toBe("?");
  expect(resultOf(runRecord(), "awaitingApproval").text).toBe("needs approval");
  expect(resultOf(runRecord({ status: "FAILED", error: "DeactivationsIncomplete" })).text).toBe("incomplete");
  expect(resultOf(runRecord({ status: "TIMED_OUT" })).text).toBe("timed out");
  expect(took(runRecord())).toBe("42 s");
});

it("has JSON output that matches its schema without a full key ID, and text that fits a terminal", () => {
  const found = attention({
    keys: Array.from({ length: 8 }, (_, index) =>
      overdueRow(index + 1, index, { accountName: "A".repeat(50), userName: "u".repeat(60) }),
    ),
    totals: totals({ longOverdueKeys: 1, awaitingApproval: 3, waitingKeys: 3 }),
  });
  const whole = status({ last: last({ attention: found }) });
  const answer = JSON.stringify(statusAnswer(whole));

  expect(statusAnswerSchema.parse(JSON.parse(answer)).hub.region).toBe("eu-central-1");
  expect(
    statusAnswerSchema.parse(
      statusAnswer(status({ last: last({ due: { days: { missing: "x" }, isPauseNew: true } }) })),
    ).last,
  ).toMatchObject({ days: { missing: "x" } });
  expect(answer).not.toContain("AKIA");
  expect(tooWide(statusPage(whole, plainTerminal))).toEqual([]);
});
