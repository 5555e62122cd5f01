import { kindOf } from "../../functions/domain/notice.ts";
import type { RunReport } from "../../statemachine/run-report.ts";
import type { Life, LivedStep } from "./lived-days.ts";
import { type Told, toldText } from "./told.ts";

/**
 * Where the report of a run does not say what the run did: a notice that is not in the outbox counts as sent, a mail that
 * left is not in the report, or a planned key is not accounted for. A run that failed without a report says nothing.
 */
export function untrueReports({ report, execution, planned, step, day }: LivedStep, life: Life): string[] {
  if (step.machine !== "daily" || report === undefined) return [];
  const told = life.told.filter(({ run, on }) => run === step.id && on === day);
  const isIncomplete = execution.status !== "SUCCEEDED";
  return [
    ...notSent(report, told).map((what) => `${step.id} reports as sent: ${what}`),
    ...notReported(report, told).map((what) => `${step.id} does not report: ${what}`),
    ...planned
      .filter((id) => !isIncomplete && !isAccountedFor(id, report))
      .map((id) => `${step.id} does not account for the planned key ${id}`),
    ...deedsOf(step.id, day, life)
      .filter((id) => !isIncomplete && !isSaidOf(id, report))
      .map((id) => `${step.id} does not say that it deactivated ${id}`),
    ...falseDeactivations(report, life, day).map((id) => `${step.id} reports ${id} as deactivated`),
  ];
}

function notSent({ keys }: RunReport, told: readonly Told[]): string[] {
  return keys.flatMap(({ accountId, accessKeyId, notices }) =>
    notices
      .filter(({ outcome }) => outcome === "sent")
      .map(({ id, to }) => ({ to, accountId, key: accessKeyId.slice(-4), kind: kindOf(id) }))
      .filter((one) => !told.some((other) => toldText(other) === toldText(one)))
      .map(toldText),
  );
}

/** An account that is named as not, or not wholly, evaluated may have left more than its result says. */
function notReported({ keys, unreachable, partlyEvaluated }: RunReport, told: readonly Told[]): string[] {
  const excused = [...unreachable, ...partlyEvaluated].map(({ id }) => id);
  const reported = keys.flatMap(({ accountId, accessKeyId, notices, outcome }) => [
    ...notices.map(({ id, to }) => toldText({ to, accountId, key: accessKeyId.slice(-4), kind: kindOf(id) })),
    ...(outcome === "noResult" ? [`${accountId} ${accessKeyId.slice(-4)}`] : []),
  ]);
  return told
    .filter(({ accountId }) => !excused.includes(accountId))
    .filter((one) => !reported.includes(toldText(one)) && !reported.includes(`${one.accountId} ${one.key}`))
    .map(toldText);
}

function isAccountedFor(id: string, { keys }: RunReport): boolean {
  const row = keys.find(({ accessKeyId }) => accessKeyId === id);
  return row?.outcome === "deactivated" || row?.outcome === "notDeactivated";
}

function deedsOf(runId: string, day: string, { deeds, steps }: Life): string[] {
  const isOnlyRun = steps.filter((other) => other.day === day && other.step.machine === "daily").length === 1;
  return deeds
    .filter(({ on, status }) => on === day && status === "Inactive" && isOnlyRun && runId !== "")
    .map(({ accessKeyId }) => accessKeyId);
}

/** A deactivation of which nobody knows whether it took effect is reported as failed. */
function isSaidOf(id: string, { keys }: RunReport): boolean {
  const row = keys.find(({ accessKeyId }) => accessKeyId === id);
  return row?.outcome === "deactivated" || row?.why?.code === "failed";
}

function falseDeactivations({ keys }: RunReport, { deeds }: Life, day: string): string[] {
  return keys
    .filter(({ outcome }) => outcome === "deactivated")
    .map(({ accessKeyId }) => accessKeyId)
    .filter(
      (id) => !deeds.some((deed) => deed.accessKeyId === id && deed.on === day && deed.status === "Inactive"),
    );
}
