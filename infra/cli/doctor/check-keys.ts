import { type Attention, attentionOf, holdLine, overdueLine } from "../shared/attention.ts";
import { count } from "../shared/words.ts";
import { type Finding, notAnswered } from "./finding.ts";
import { type DoctorFacts, reportOf } from "./gather.ts";

/** What waits for somebody: overdue keys, holds, an approval, a pause, missing tags, failed work. */
export function checkKeys(facts: DoctorFacts): Finding[] {
  const report = reportOf(facts);
  const pauses = pause(facts);
  if (report === undefined) return pauses;
  const attention = attentionOf(report);
  const { noticesFailed, deactivationsFailed } = report.totals;
  return [
    ...pauses,
    ...approval(attention, report.run.id),
    overdue(attention),
    ...holds(attention),
    ...untagged(attention),
    work(noticesFailed, deactivationsFailed),
  ];
}

function pause({ pause: found }: DoctorFacts): Finding[] {
  const check = "Pause";
  if ("failed" in found) return [notAnswered(check, found.failed)];
  if (found.answer === undefined) return [];
  const { until, reason, by } = found.answer;
  return [
    {
      check,
      state: "warning",
      finding: `all deactivations are paused until ${until}: ${reason} (${by})`,
      advice: "If the pause is no longer needed, end it.",
      command: "curfew resume",
    },
  ];
}

function approval({ awaitingApproval }: Attention, run: string): Finding[] {
  if (awaitingApproval === 0) return [];
  return [
    {
      check: "Approval",
      state: "warning",
      finding: `${count(awaitingApproval, "key")} await approval`,
      advice: "Look at the plan, then approve it or change the settings.",
      command: `curfew plan ${run}`,
    },
  ];
}

function overdue({ overdue: keys, longOverdue }: Attention): Finding {
  const check = "Overdue keys";
  const [oldest] = keys;
  if (oldest === undefined) return { check, state: "ok", finding: "none" };
  return {
    check,
    state: longOverdue > 0 ? "warning" : "ok",
    finding: `${keys.length}, ${longOverdue} of them for more than 30 days; the oldest: ${overdueLine(oldest)}`,
    ...(longOverdue > 0 ? { advice: "The report lists all of them, with what to do about each." } : {}),
  };
}

function holds({ holds: found }: Attention): Finding[] {
  return found.map((hold) => ({ check: "On hold", state: "ok", finding: holdLine(hold) }));
}

function untagged({ usersWithoutEmail, usersWithoutType }: Attention): Finding[] {
  if (usersWithoutEmail + usersWithoutType === 0) return [];
  return [
    {
      check: "Tags",
      state: "warning",
      finding: `${count(usersWithoutEmail, "user")} without a usable address, ${usersWithoutType} without a known user type`,
      advice: "List them, then set the tags.",
      command: "curfew untagged",
    },
  ];
}

function work(noticesFailed: number, deactivationsFailed: number): Finding {
  const check = "Work";
  if (noticesFailed + deactivationsFailed === 0)
    return { check, state: "ok", finding: "no notice and no deactivation failed" };
  return {
    check,
    state: "problem",
    finding: `${count(noticesFailed, "notice")} and ${count(deactivationsFailed, "deactivation")} failed`,
    advice: "The report says which and why. See docs/runbook.md, Notices failed and Deactivations failed.",
  };
}
