import { kindOf } from "../../functions/domain/notice.ts";
import type { RunReport } from "../../statemachine/run-report.ts";
import type { Life, LivedStep } from "./lived-days.ts";
import { noticeText, type SentNotice } from "./sent-notices.ts";

/**
 * Where a run's report differs from what the run did: a notice is reported as sent and is not in the outbox, a mail
 * left and is not in the report, or a planned key has no outcome. A run that failed without a report is not checked.
 */
export function untrueReports({ report, execution, planned, step, day }: LivedStep, life: Life): string[] {
  if (step.machine !== "daily" || report === undefined) return [];
  const sent = life.sent.filter(({ run, on }) => run === step.id && on === day);
  const hasFailed = execution.status !== "SUCCEEDED";
  // Without the plan the report does not know what was deactivated. The run fails and names the file.
  const isPlanMissing = hasFailed && execution.cause?.includes("/plan.json is missing") === true;
  const reportable = sent.filter(({ kind }) => !isPlanMissing || kind !== "deactivated");
  return [
    ...notSent(report, sent).map(
      (what) => `${step.id} reports a notice as sent that is in no inbox: ${what}`,
    ),
    ...notReported(report, reportable).map((what) => `${step.id} does not report: ${what}`),
    ...planned
      .filter((id) => !hasFailed && !isAccountedFor(id, report))
      .map((id) => `${step.id} reports no outcome of the planned key ${id}`),
    ...deactivatedBy(step.id, day, life)
      .filter((id) => !hasFailed && !isReported(id, report, wasRestored(id, day, life)))
      .map((id) => `${step.id} does not report that it deactivated ${id}`),
    ...falseDeactivations(report, life, day).map((id) => `${step.id} reports ${id} as deactivated`),
  ];
}

function notSent({ keys }: RunReport, sent: readonly SentNotice[]): string[] {
  return keys.flatMap(({ accountId, accessKeyId, notices }) =>
    notices
      .filter(({ outcome }) => outcome === "sent")
      .map(({ id, to }) => ({ to, accountId, key: accessKeyId.slice(-4), kind: kindOf(id) }))
      .filter((one) => !sent.some((other) => noticeText(other) === noticeText(one)))
      .map(noticeText),
  );
}

/** In an account that was not, or only partly, evaluated, more may have been sent than its result says. */
function notReported(
  { keys, unreachable, partlyEvaluated }: RunReport,
  sent: readonly SentNotice[],
): string[] {
  const excused = [...unreachable, ...partlyEvaluated].map(({ id }) => id);
  const reported = keys.flatMap(({ accountId, accessKeyId, notices, outcome }) => [
    ...notices.map(({ id, to }) =>
      noticeText({ to, accountId, key: accessKeyId.slice(-4), kind: kindOf(id) }),
    ),
    ...(outcome === "noResult" ? [`${accountId} ${accessKeyId.slice(-4)}`] : []),
  ]);
  return sent
    .filter(({ accountId }) => !excused.includes(accountId))
    .filter((one) => !reported.includes(noticeText(one)) && !reported.includes(`${one.accountId} ${one.key}`))
    .map(noticeText);
}

function isAccountedFor(id: string, { keys }: RunReport): boolean {
  const row = keys.find(({ accessKeyId }) => accessKeyId === id);
  return row?.outcome === "deactivated" || row?.outcome === "notDeactivated";
}

function deactivatedBy(runId: string, day: string, { statusChanges, steps }: Life): string[] {
  const isOnlyRun = steps.filter((other) => other.day === day && other.step.machine === "daily").length === 1;
  return statusChanges
    .filter(({ on, status }) => on === day && status === "Inactive" && isOnlyRun && runId !== "")
    .map(({ accessKeyId }) => accessKeyId);
}

/** Whether a restore undid a deactivation of the same day. */
function wasRestored(id: string, day: string, { statusChanges }: Life): boolean {
  const last = statusChanges.findLast(({ accessKeyId, on }) => accessKeyId === id && on === day);
  return last?.status === "Active";
}

/**
 * A deactivation that may or may not have taken effect is reported as failed, and one that a restore undid before it was
 * recorded as overtaken.
 */
function isReported(id: string, { keys }: RunReport, isRestored: boolean): boolean {
  const row = keys.find(({ accessKeyId }) => accessKeyId === id);
  if (isRestored && row?.why?.code === "overtaken") return true;
  return row?.outcome === "deactivated" || row?.why?.code === "failed";
}

/** A run also reports a deactivation that an earlier run could neither record nor report, because it finished it. */
function falseDeactivations({ keys }: RunReport, { statusChanges, steps }: Life, day: string): string[] {
  const isKnown = (id: string) =>
    steps.some(
      (other) =>
        other.day < day &&
        other.report?.keys.some(
          ({ accessKeyId, outcome }) => accessKeyId === id && outcome === "deactivated",
        ),
    );
  const deactivated = (id: string) =>
    statusChanges.filter(({ accessKeyId, status }) => accessKeyId === id && status === "Inactive");
  return keys
    .filter(({ outcome }) => outcome === "deactivated")
    .map(({ accessKeyId }) => accessKeyId)
    .filter((id) => !deactivated(id).some(({ on }) => on === day || (on < day && !isKnown(id))));
}
