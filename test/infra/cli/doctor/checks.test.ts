import { expect, it } from "vitest";
import { checkDeployment } from "../../../../infra/cli/doctor/check-deployment.ts";
import { checkKeys } from "../../../../infra/cli/doctor/check-keys.ts";
import { checkMail, expectedMails } from "../../../../infra/cli/doctor/check-mail.ts";
import { checkRuns } from "../../../../infra/cli/doctor/check-runs.ts";
import { needsSettings } from "../../../../infra/cli/doctor/finding.ts";
import type { DoctorFacts } from "../../../../infra/cli/doctor/gather.ts";
import { doctorPage } from "../../../../infra/cli/doctor/print.ts";
import { sampleSettings } from "../../../../infra/sandbox/sample/sample-settings.ts";
import { plainTerminal } from "../plain-terminal.ts";
import { runRecord } from "../run-record-fixture.ts";
import { overdueRow, runReport, totals } from "../run-report-fixture.ts";
import { doctorFacts } from "./doctor-fixture.ts";

const findingsOf = (more: Partial<DoctorFacts> = {}) => {
  const facts = doctorFacts(more);
  return [...checkDeployment(facts), ...checkMail(facts), ...checkRuns(facts), ...checkKeys(facts)];
};

/** The findings about one thing. */
const about = (check: string, more: Partial<DoctorFacts>) =>
  findingsOf(more).filter((finding) => finding.check === check);

const withReport = (report: Parameters<typeof runReport>[0], record = runRecord()) => ({
  full: { answer: { record, report: runReport(report) } },
});

it("finds no problem in a healthy deployment", () => {
  expect(findingsOf().filter(({ state }) => state !== "ok")).toEqual([]);
});

it("says what to do about everything that is wrong", () => {
  const denied = { failed: "AccessDeniedException: no" };
  const findings = findingsOf({
    schedule: { answer: "missing" },
    organization: denied,
    sender: { answer: { problem: "SES has not verified curfew@example.com" } },
    sending: { answer: { production: false, max24HourSend: 1, sentLast24Hours: 1 } },
    lastRecord: { answer: undefined },
    full: { answer: { missing: "no organization-wide run has completed yet" } },
  });

  const wrong = findings.filter(({ state }) => state !== "ok");
  expect(wrong.length).toBeGreaterThan(5);
  expect(wrong.filter(({ advice, command }) => advice === undefined && command === undefined)).toEqual([]);
});

it("distinguishes a schedule that the settings disable from one that somebody disabled by hand", () => {
  const schedule = {
    answer: { state: "DISABLED", expression: "cron(0 9 * * ? *)", timeZone: "UTC", target: "" },
  };
  const target = doctorFacts().connection.stateMachineArn;
  const disabled = { answer: { ...schedule.answer, target } };
  const settings = sampleSettings();
  const asMeant = { answer: { ...settings, schedule: { ...settings.schedule, enabled: false } } };

  expect(about("Schedule", { schedule: disabled })).toMatchObject([{ state: "problem" }]);
  expect(about("Schedule", { schedule: disabled, settings: asMeant })).toMatchObject([{ state: "warning" }]);
  expect(about("Schedule", { schedule })).toMatchObject([
    { state: "problem", finding: expect.stringContaining("it starts ") },
  ]);
});

it("uses the last run's list as proof if the caller may not describe the Organization", () => {
  const organization = { failed: "AccessDeniedException: no" };

  expect(about("Organization", { organization })).toMatchObject([{ state: "ok" }]);
  expect(about("Organization", { organization, full: { answer: { missing: "no run yet" } } })).toMatchObject([
    { state: "unknown" },
  ]);
});

it("reports a hub in another Organization than that of the settings", () => {
  const organization = { answer: { id: "o-another1234", managementAccountId: "100000000001" } };

  expect(about("Organization", { organization })).toMatchObject([{ state: "problem" }]);
});

it("warns of report mode", () => {
  const settings = sampleSettings();
  const reporting = { answer: { ...settings, policy: { ...settings.policy, mode: "report" as const } } };

  expect(about("Mode", { settings: reporting })).toMatchObject([{ state: "warning" }]);
});

it("compares the sending quota with the day with most mails", () => {
  const upcoming = [
    { on: "2026-11-25", notices: 120, deactivations: 90, accounts: [], more: 0 },
    { on: "2026-11-26", notices: 10, deactivations: 0, accounts: [], more: 0 },
  ];
  const sending = (max24HourSend: number, sentLast24Hours: number) => ({
    ...withReport({ upcoming }),
    sending: { answer: { production: true, max24HourSend, sentLast24Hours } },
  });

  expect(expectedMails(runReport({ upcoming }))).toBe(211);
  expect(expectedMails(runReport({ totals: totals({ noticesSent: 400, noticesFailed: 3 }) }))).toBe(404);
  expect(about("SES quota", sending(200, 0))).toMatchObject([{ state: "problem" }]);
  expect(about("SES quota", sending(300, 100))).toMatchObject([{ state: "warning" }]);
  expect(about("SES quota", sending(300, 0))).toMatchObject([{ state: "ok" }]);
  expect(about("SES quota", sending(-1, 5_000))).toMatchObject([{ state: "ok", finding: "no limit" }]);
});

it("says that checking the sender needs the settings, and does not blame the credentials", () => {
  const findings = about("Sender", { sender: needsSettings, settings: { failed: "no file" } });

  expect(findings).toEqual([{ check: "Sender", state: "unknown", finding: "the settings are needed" }]);
});

it("groups the unreachable accounts by what to do about them", () => {
  const reason = { code: "roleRefused", error: "AccessDenied: no" } as const;
  const unreachable = [
    { id: "111111111111", name: "One", reason },
    {
      id: "222222222222",
      name: "Two",
      reason: { code: "failed", step: "ListUsers", error: "Throttling" } as const,
    },
    { id: "333333333333", name: "Three", reason },
  ];
  const notOnboarded = [
    { id: "444444444444", name: "Four", reason: { code: "joinedRecently", days: 0 } as const },
  ];
  const found = about("Accounts", withReport({ unreachable, notOnboarded, totals: totals() }));

  expect(found.map(({ state, advice }) => [state, advice])).toEqual([
    ["problem", expect.stringContaining("curfew-member-roles")],
    ["problem", "See docs/runbook.md, Accounts unreachable."],
    ["warning", expect.stringContaining("StackSet")],
  ]);
  expect(found[0]?.finding).toMatch(/^2 of 2 unreachable: 111111111111 \(One\): .+; 333333333333/);
});

it("reports a missing daily run after 30 hours as a problem only if the schedule is enabled", () => {
  const old = { ...withReport({}, runRecord({ startedAt: new Date("2026-11-22T07:00:00Z") })) };
  const { schedule } = doctorFacts();
  const disabled =
    "answer" in schedule && schedule.answer !== "missing"
      ? { answer: { ...schedule.answer, state: "DISABLED" } }
      : schedule;

  expect(about("Last full run", old)).toMatchObject([{ state: "problem", finding: "daily-1, 2 days ago" }]);
  expect(about("Last full run", { ...old, schedule: disabled })).toMatchObject([{ state: "warning" }]);
});

it("names root keys, failed work and a failed execution", () => {
  const rootKeys = [{ id: "111111111111", name: "One" }];
  const facts = {
    ...withReport({ rootKeys, totals: totals({ noticesFailed: 1, deactivationsFailed: 2 }) }),
    lastRecord: { answer: runRecord({ status: "FAILED", error: "States.Runtime", cause: "no" }) },
  };

  expect(about("Root keys", facts)).toMatchObject([{ state: "problem" }]);
  expect(about("Work", facts)).toMatchObject([{ finding: "1 notice and 2 deactivations failed" }]);
  expect(about("Last execution", facts)).toMatchObject([{ finding: "daily-1: failed, States.Runtime: no" }]);
});

it("warns about a last execution that is incomplete, and finds one that is under way in order", () => {
  const lastExecution = (wishes: Parameters<typeof runRecord>[0]) =>
    about("Last execution", { ...withReport({}), lastRecord: { answer: runRecord(wishes) } });

  expect(lastExecution({ status: "FAILED", error: "CoverageIncomplete" })).toMatchObject([
    { state: "warning", finding: "daily-1: incomplete" },
  ]);
  expect(lastExecution({ status: "RUNNING" })).toMatchObject([{ state: "ok" }]);
  expect(lastExecution({ status: "SUCCEEDED" })).toMatchObject([{ state: "ok" }]);
});

it("stops after the state machine if there is none", () => {
  const checks = checkDeployment(doctorFacts({ stateMachine: { answer: "missing" } }));

  expect(checks.map(({ check, state }) => [check, state])).toEqual([
    ["Hub", "ok"],
    ["State machine", "problem"],
  ]);
});

it("counts problems, warnings and unknowns on the last line", () => {
  const page = (state: "ok" | "problem" | "warning" | "unknown") =>
    doctorPage([{ check: "A", state, finding: "b", advice: "do c", command: "curfew d" }], plainTerminal);

  expect(page("problem")).toBe(
    "problem  A: b\n         > do c\n         $ curfew d\n\n1 problem, 0 warnings, 0 unknown.",
  );
  expect(page("warning")).toMatch(/0 problems, 1 warning, 0 unknown\.$/);
  expect(page("unknown")).toMatch(/0 problems, 0 warnings, 1 unknown\.$/);
});

it("names overdue keys, the age of each hold, missing tags, a waiting approval and a pause", () => {
  const facts = {
    ...withReport({
      keys: [
        overdueRow(1, 45),
        overdueRow(2, 3),
        overdueRow(3, 0, { state: "exempt", overdueSince: undefined }),
      ],
      totals: totals({ longOverdueKeys: 1, awaitingApproval: 120, usersWithoutEmail: 4 }),
    }),
    pause: { answer: { until: "2027-01-06", reason: "freeze", by: "jane" } },
  };

  expect(about("Overdue keys", facts)).toMatchObject([
    {
      state: "warning",
      finding: expect.stringMatching(/^2, 1 of them for more than 30 days; the oldest: …0001/),
    },
  ]);
  expect(about("On hold", facts)).toMatchObject([
    { finding: "2 keys: unknown or missing user type; the oldest is overdue by 45 days" },
  ]);
  expect(about("Tags", facts)).toMatchObject([{ state: "warning", command: "curfew untagged" }]);
  expect(about("Approval", facts)).toMatchObject([{ state: "warning", command: "curfew plan daily-1" }]);
  expect(about("Pause", facts)).toMatchObject([{ state: "warning", command: "curfew resume" }]);
});

it("reports missing delivery reports as a problem, and bounces as a warning unless the fallback contact bounces", () => {
  const bounce = {
    address: "gone@example.com",
    isFallback: false,
    cause: "Permanent/General",
    on: "2026-11-22",
    keys: 2,
  };

  expect(about("Delivery reports", withReport({ deliveryReportsMissing: true }))).toMatchObject([
    { state: "problem" },
  ]);
  expect(about("Delivery reports", withReport({ undeliverable: [bounce] }))).toMatchObject([
    { state: "warning" },
  ]);
  expect(
    about("Delivery reports", withReport({ undeliverable: [{ ...bounce, isFallback: true }] })),
  ).toMatchObject([{ state: "problem" }]);
});
