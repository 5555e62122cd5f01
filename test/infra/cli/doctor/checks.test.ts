import { expect, it } from "vitest";
import { checkDeployment } from "../../../../infra/cli/doctor/check-deployment.ts";
import { checkMail, expectedMails } from "../../../../infra/cli/doctor/check-mail.ts";
import { checkRuns } from "../../../../infra/cli/doctor/check-runs.ts";
import { doctorPage } from "../../../../infra/cli/doctor/doctor-page.ts";
import { needsSettings } from "../../../../infra/cli/doctor/finding.ts";
import type { DoctorFacts } from "../../../../infra/cli/doctor/gather.ts";
import { sampleSettings } from "../../../../infra/sandbox/sample/start-sample.ts";
import { plainTerminal } from "../plain-terminal.ts";
import { runRecord } from "../run-record-fixture.ts";
import { runReport, totals } from "../run-report-fixture.ts";
import { doctorFacts } from "./doctor-fixture.ts";

const findingsOf = (more: Partial<DoctorFacts> = {}) => {
  const facts = doctorFacts(more);
  return [...checkDeployment(facts), ...checkMail(facts), ...checkRuns(facts)];
};

/** The findings about one thing. */
const about = (check: string, more: Partial<DoctorFacts>) =>
  findingsOf(more).filter((finding) => finding.check === check);

const withReport = (report: Parameters<typeof runReport>[0], record = runRecord()) => ({
  whole: { answer: { record, report: runReport(report) } },
});

it("finds nothing wrong with a sound deployment", () => {
  expect(findingsOf().filter(({ state }) => state !== "ok")).toEqual([]);
});

it("gives advice with everything that is not as it should be", () => {
  const denied = { failed: "AccessDeniedException: no" };
  const findings = findingsOf({
    schedule: { answer: "missing" },
    organization: denied,
    sender: { answer: "SES has not verified curfew@example.com" },
    sending: { answer: { production: false, max24HourSend: 1, sentLast24Hours: 1 } },
    lastRecord: { answer: undefined },
    whole: { answer: { missing: "no run over the whole Organization has left a report yet" } },
  });

  const wrong = findings.filter(({ state }) => state !== "ok");
  expect(wrong.length).toBeGreaterThan(5);
  expect(wrong.filter(({ advice }) => advice === undefined)).toEqual([]);
});

it("tells a schedule that the settings disable from one that somebody disabled by hand", () => {
  const schedule = {
    answer: { state: "DISABLED", expression: "cron(0 9 * * ? *)", timeZone: "UTC", target: "" },
  };
  const target = doctorFacts().connection.stateMachineArn;
  const disabled = { answer: { ...schedule.answer, target } };
  const settings = sampleSettings();
  const asMeant = { answer: { ...settings, schedule: { ...settings.schedule, enabled: false } } };

  expect(about("Schedule", { schedule: disabled })).toMatchObject([{ state: "problem" }]);
  expect(about("Schedule", { schedule: disabled, settings: asMeant })).toMatchObject([{ state: "warning" }]);
  expect(about("Schedule", { schedule })).toMatchObject([{ state: "problem", finding: "it starts " }]);
});

it("takes the last run's list for proof where the caller may not describe the Organization", () => {
  const organization = { failed: "AccessDeniedException: no" };

  expect(about("Organization", { organization })).toMatchObject([{ state: "ok" }]);
  expect(about("Organization", { organization, whole: { answer: { missing: "no run yet" } } })).toMatchObject(
    [{ state: "unknown" }],
  );
});

it("sees that the hub is in another Organization than the settings say", () => {
  const organization = { answer: { id: "o-another1234", managementAccountId: "100000000001" } };

  expect(about("Organization", { organization })).toMatchObject([{ state: "problem" }]);
});

it("warns of report mode, in which nothing happens", () => {
  const settings = sampleSettings();
  const reporting = { answer: { ...settings, policy: { ...settings.policy, mode: "report" as const } } };

  expect(about("Mode", { settings: reporting })).toMatchObject([{ state: "warning" }]);
});

it("holds the sending quota against the fullest day that is known", () => {
  const upcoming = [
    { on: "2026-11-25", notices: 120, deactivations: 90, accounts: [] },
    { on: "2026-11-26", notices: 10, deactivations: 0, accounts: [] },
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
  expect(about("SES quota", sending(-1, 5_000))).toMatchObject([{ state: "ok", finding: "without limit" }]);
});

it("asks nothing of SES without the settings, and blames nobody's credentials for it", () => {
  const findings = about("Sender", { sender: needsSettings, settings: { failed: "no file" } });

  expect(findings).toEqual([{ check: "Sender", state: "unknown", finding: "needs the settings" }]);
});

it("groups the accounts that were not reached by what is to be done about them", () => {
  const reason = "the member role could not be assumed: AccessDenied: no";
  const unreached = [
    { id: "111111111111", name: "One", reason },
    { id: "222222222222", name: "Two", reason: "the account could not be read: Throttling" },
    { id: "333333333333", name: "Three", reason },
  ];
  const notOnboarded = [{ id: "444444444444", name: "Four", reason: "joined today" }];
  const found = about("Accounts", withReport({ unreached, notOnboarded, totals: totals() }));

  expect(found.map(({ state, advice }) => [state, advice])).toEqual([
    ["problem", expect.stringContaining("curfew-member-role")],
    ["problem", "See docs/runbook.md, Accounts unreached."],
    ["warning", expect.stringContaining("StackSet")],
  ]);
  expect(found[0]?.finding).toMatch(/^2 of 2 not reached: 111111111111 \(One\): .+; 333333333333/);
});

it("misses a daily run after thirty hours, and not where nothing starts by itself", () => {
  const old = { ...withReport({}, runRecord({ startedAt: new Date("2026-11-22T07:00:00Z") })) };
  const { schedule } = doctorFacts();
  const disabled =
    "answer" in schedule && schedule.answer !== "missing"
      ? { answer: { ...schedule.answer, state: "DISABLED" } }
      : schedule;

  expect(about("Last whole run", old)).toMatchObject([{ state: "problem", finding: "daily-1, 2 days ago" }]);
  expect(about("Last whole run", { ...old, schedule: disabled })).toMatchObject([{ state: "warning" }]);
});

it("names root keys, failed work and a failed execution", () => {
  const rootKeys = [{ id: "111111111111", name: "One", reason: "its root user has an active access key" }];
  const facts = {
    ...withReport({ rootKeys, totals: totals({ noticesFailed: 1, deactivationsFailed: 2 }) }),
    lastRecord: { answer: runRecord({ status: "FAILED", error: "States.Runtime", cause: "no" }) },
  };

  expect(about("Root keys", facts)).toMatchObject([{ state: "problem" }]);
  expect(about("Work", facts)).toMatchObject([{ finding: "1 notice not sent, 2 deactivations failed" }]);
  expect(about("Last execution", facts)).toMatchObject([{ finding: "daily-1: failed, States.Runtime: no" }]);
});

it("asks no further where there is no state machine", () => {
  const checks = checkDeployment(doctorFacts({ stateMachine: { answer: "missing" } }));

  expect(checks.map(({ check, state }) => [check, state])).toEqual([
    ["Hub", "ok"],
    ["State machine", "problem"],
  ]);
});

it("counts on the last line what it found", () => {
  const page = (state: "ok" | "problem" | "warning" | "unknown") =>
    doctorPage([{ check: "A", state, finding: "b", advice: "do c" }], plainTerminal);

  expect(page("problem")).toBe("problem  A: b\n         > do c\n\n1 problem found.");
  expect(page("warning")).toMatch(/No problem found, 1 to look at\.$/);
  expect(page("unknown")).toMatch(/No problem found, 1 not found out\.$/);
});
