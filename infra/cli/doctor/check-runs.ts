import type { AccountWithReason } from "../../../statemachine/run-report.ts";
import { accountReason } from "../shared/account-table.ts";
import { shortened } from "../shared/plain-table.ts";
import { failureText } from "../shared/refused-input.ts";
import { isMissing } from "../shared/run-reader.ts";
import { hasReport } from "../shared/run-records.ts";
import { ago } from "../shared/words.ts";
import { resultOf } from "../status/run-words.ts";
import { type Finding, notAnswered } from "./finding.ts";
import { type DoctorFacts, reportOf } from "./gather.ts";

/** Whether runs start, end, and evaluate every account. */
export function checkRuns(facts: DoctorFacts): Finding[] {
  return [lastExecution(facts), lastFull(facts), ...accounts(facts), ...rootKeys(facts)];
}

/** A day, the schedule's window, and the hours in which EventBridge Scheduler retries to start a run. */
const hoursBetweenRuns = 30;

const startOne = {
  advice: "Start a run that changes nothing.",
  command: "curfew run --report --watch",
} as const;

function lastExecution({ lastRecord }: DoctorFacts): Finding {
  const check = "Last execution";
  if ("failed" in lastRecord) return notAnswered(check, lastRecord.failed);
  const record = lastRecord.answer;
  if (record === undefined) return { check, state: "warning", finding: "there is none yet", ...startOne };
  const name = `${record.name}: ${resultOf(record).text}`;
  if (record.status === "RUNNING" || record.status === "SUCCEEDED")
    return { check, state: "ok", finding: name };
  if (hasReport(record))
    return { check, state: "warning", finding: name, advice: "Its report says what is missing." };
  return {
    check,
    state: "problem",
    finding: shortened(`${name}, ${failureText(record)}`, 300),
    advice: "See docs/runbook.md, Execution failed.",
  };
}

function lastFull({ full, now, schedule }: DoctorFacts): Finding {
  const check = "Last full run";
  if ("failed" in full) return notAnswered(check, full.failed);
  if (isMissing(full.answer)) return { check, state: "problem", finding: full.answer.missing, ...startOne };
  const { record } = full.answer;
  const hours = Math.floor((now.getTime() - record.startedAt.getTime()) / 3_600_000);
  const finding = `${record.name}, ${ago(hours)}`;
  if (hours <= hoursBetweenRuns) return { check, state: "ok", finding };
  const isScheduled =
    "answer" in schedule && schedule.answer !== "missing" && schedule.answer.state === "ENABLED";
  return {
    check,
    state: isScheduled ? "problem" : "warning",
    finding,
    advice: "See docs/runbook.md, No execution started.",
  };
}

function accounts(facts: DoctorFacts): Finding[] {
  const report = reportOf(facts);
  if (report === undefined) return [];
  const check = "Accounts";
  const { totals, unreachable, partlyEvaluated, notOnboarded } = report;
  const { listed, evaluated } = totals.accounts;
  const findings: Finding[] = [...Map.groupBy(unreachable, adviceFor)].map(([advice, group]) => ({
    check,
    state: "problem",
    finding: `${group.length} of ${listed} unreachable: ${named(group)}`,
    advice,
  }));
  if (partlyEvaluated.length > 0)
    findings.push({
      check,
      state: "problem",
      finding: `${partlyEvaluated.length} of ${listed} only partly evaluated: ${named(partlyEvaluated)}`,
      advice: "See docs/runbook.md, Accounts unreachable.",
    });
  if (findings.length === 0)
    findings.push({ check, state: "ok", finding: `${evaluated} of ${listed} evaluated` });
  if (notOnboarded.length > 0)
    findings.push({
      check,
      state: "warning",
      finding: `${notOnboarded.length} of ${listed} not onboarded yet: ${named(notOnboarded)}`,
      advice: "After a day, check the StackSet: docs/runbook.md, Accounts unreachable.",
    });
  return findings;
}

/** What to do about an account, by the code of its reason. */
function adviceFor({ reason }: AccountWithReason): string {
  const code = typeof reason === "string" ? undefined : reason.code;
  if (code === "roleRefused")
    return "Deploy the stack curfew-member-roles to it, or exclude it in the settings: docs/deploying.md";
  if (code === "regionDisabled")
    return "Set hub.stsRegion in the settings to a Region that every account has enabled.";
  return "See docs/runbook.md, Accounts unreachable.";
}

/** The first accounts with their reasons; the report has all of them. */
function named(listed: readonly AccountWithReason[]): string {
  const shown = listed
    .slice(0, 5)
    .map((account) => `${account.id} (${account.name}): ${shortened(accountReason(account), 300)}`);
  const rest = listed.length - shown.length;
  return shown.join("; ") + (rest === 0 ? "" : `; and ${rest} more`);
}

/** No stage applies to a root user's key, and only its owner can deactivate it. */
function rootKeys(facts: DoctorFacts): Finding[] {
  const found = reportOf(facts)?.rootKeys ?? [];
  if (found.length === 0) return [];
  const shown = found.slice(0, 5).map(({ id, name }) => `${id} (${name})`);
  const more = found.length > shown.length ? `, and ${found.length - shown.length} more` : "";
  return [
    {
      check: "Root keys",
      state: "problem",
      finding: `the root user has an active access key in ${shown.join(", ")}${more}`,
      advice: "Delete these keys. Centralized root access does it without the root user's password.",
    },
  ];
}
