import type { AccountWithReason } from "../../../statemachine/run-report.ts";
import { shortened } from "../shared/plain-table.ts";
import { failureText } from "../shared/refused-input.ts";
import { cameToItsEnd } from "../shared/run-records.ts";
import { count, resultOf } from "../status/run-words.ts";
import { type Finding, notAsked } from "./finding.ts";
import { type DoctorFacts, reportOf } from "./gather.ts";

/** Whether runs come, end, and reach every account. */
export function checkRuns(facts: DoctorFacts): Finding[] {
  return [lastExecution(facts), lastWhole(facts), ...accounts(facts), ...rootKeys(facts), ...deeds(facts)];
}

/** A day, the schedule's window and the hours in which EventBridge Scheduler still tries to start a run. */
const hoursBetweenRuns = 30;

function lastExecution({ lastRecord }: DoctorFacts): Finding {
  const check = "Last execution";
  if ("failed" in lastRecord) return notAsked(check, lastRecord.failed);
  const record = lastRecord.answer;
  if (record === undefined)
    return {
      check,
      state: "warning",
      finding: "there was none",
      advice: "Start one that changes nothing: curfew run --report --watch",
    };
  const name = `${record.name}: ${resultOf(record).text}`;
  if (record.status === "RUNNING" || cameToItsEnd(record)) return { check, state: "ok", finding: name };
  const why = failureText(record);
  return {
    check,
    state: "problem",
    finding: shortened(`${name}, ${why}`, 300),
    advice: "See docs/runbook.md, Execution failed.",
  };
}

function lastWhole({ whole, now, schedule }: DoctorFacts): Finding {
  const check = "Last whole run";
  if ("failed" in whole) return notAsked(check, whole.failed);
  if ("missing" in whole.answer)
    return {
      check,
      state: "problem",
      finding: whole.answer.missing,
      advice: "Start one that changes nothing: curfew run --report --watch",
    };
  const { record } = whole.answer;
  const hours = Math.floor((now.getTime() - record.startedAt.getTime()) / 3_600_000);
  const finding = `${record.name}, ${ago(hours)}`;
  const scheduled =
    "answer" in schedule && schedule.answer !== "missing" && schedule.answer.state === "ENABLED";
  if (hours <= hoursBetweenRuns) return { check, state: "ok", finding };
  return {
    check,
    state: scheduled ? "problem" : "warning",
    finding,
    advice: "See docs/runbook.md, No execution started.",
  };
}

function ago(hours: number): string {
  if (hours < 1) return "less than an hour ago";
  return hours < 48 ? `${count(hours, "hour")} ago` : `${count(Math.floor(hours / 24), "day")} ago`;
}

function accounts(facts: DoctorFacts): Finding[] {
  const report = reportOf(facts);
  if (report === undefined) return [];
  const check = "Accounts";
  const { totals, unreached, notOnboarded } = report;
  const { listed, reached } = totals.accounts;
  const groups = new Map<string, AccountWithReason[]>();
  for (const account of unreached) {
    const advice = adviceFor(account.reason);
    groups.set(advice, [...(groups.get(advice) ?? []), account]);
  }
  const findings = [...groups].map(([advice, those]): Finding => {
    const finding = `${those.length} of ${listed} not reached: ${named(those)}`;
    return { check, state: "problem", finding, advice };
  });
  if (findings.length === 0)
    findings.push({ check, state: "ok", finding: `${reached} of ${listed} reached` });
  if (notOnboarded.length > 0)
    findings.push({
      check,
      state: "warning",
      finding: `${notOnboarded.length} of ${listed} not onboarded yet: ${named(notOnboarded)}`,
      advice: "If a day has passed, look into the StackSet: docs/runbook.md, Accounts unreached.",
    });
  return findings;
}

/** What to do about an account, by what kept the worker out of it. */
function adviceFor(reason: string): string {
  return reason.startsWith("the member role could not be assumed")
    ? "Bring the stack curfew-member-role into it, or exclude it in the settings: docs/deploying.md"
    : "See docs/runbook.md, Accounts unreached.";
}

/** The first accounts with their reasons; the report has them all. */
function named(accounts: readonly AccountWithReason[]): string {
  const shown = accounts
    .slice(0, 5)
    .map(({ id, name, reason }) => `${id} (${name}): ${shortened(reason, 300)}`);
  const rest = accounts.length - shown.length;
  return shown.join("; ") + (rest === 0 ? "" : `; and ${rest} more`);
}

/** No stage is due for a root user's key, and nobody but its owner can switch it off: it must be said. */
function rootKeys(facts: DoctorFacts): Finding[] {
  const found = reportOf(facts)?.rootKeys ?? [];
  if (found.length === 0) return [];
  return [
    {
      check: "Root keys",
      state: "problem",
      finding: named(found),
      advice: "Delete these keys; centralized root access does it without the root user's password.",
    },
  ];
}

/** What the last run could not do, though it reached the account. */
function deeds(facts: DoctorFacts): Finding[] {
  const report = reportOf(facts);
  if (report === undefined) return [];
  const { noticesFailed, deactivationsFailed, keysWithheld } = report.totals;
  const check = "Work";
  if (noticesFailed + deactivationsFailed === 0)
    return [
      {
        check,
        state: "ok",
        finding: `no mail and no deactivation failed; ${count(keysWithheld, "key")} withheld`,
      },
    ];
  return [
    {
      check,
      state: "problem",
      finding: `${count(noticesFailed, "notice")} not sent, ${count(deactivationsFailed, "deactivation")} failed`,
      advice: "The report says which and why; see docs/runbook.md, Notices failed and Deactivations failed.",
    },
  ];
}
