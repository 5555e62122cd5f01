import * as z from "zod/mini";
import type { LastTotals } from "../../statemachine/last-totals.ts";
import type { PlanFile } from "../../statemachine/plan.ts";
import type { ObjectLocation } from "../../statemachine/run.ts";
import { type ReportHead, type ReportPlan, reportHeadSchema } from "../../statemachine/run-report.ts";
import type { ReportEvent } from "../../statemachine/run-summary.ts";
import { asInterrupted } from "../aws/aws-errors.ts";
import { lastTotalsOf } from "../aws/last-totals.ts";
import type { Fate } from "../domain/plan.ts";
import type { Policy } from "../domain/policy.ts";
import { lastTotalsKey, ouNamesKey, reportKey } from "../domain/run-files.ts";
import { parse } from "../runtime/parse.ts";
import { coverageOf } from "./coverage.ts";
import { type Gathered, gatherer } from "./gather-results.ts";
import { isComparable, monthAgoOf, previousOf, withRun } from "./last-totals.ts";
import { type ReportReader, readAccounts, readSkipped } from "./read-accounts.ts";
import { type ReadPlan, readPlan } from "./read-plan.ts";
import { renderPage } from "./render-page.ts";
import type { ReportTask } from "./report-run.ts";
import { compliantPercent } from "./tally.ts";

/**
 * Reads all results of the run and writes the report's files.
 * @throws {Interrupted} S3 did not answer
 */
export async function writeReport(task: ReportTask): Promise<{ report: ReportHead; gathered: Gathered }> {
  const { event, policy, reader, bucket } = task;
  const { run } = event;
  const file = (form: "json" | "csv" | "html") => ({ bucket, key: reportKey(run.day, run.id, form) });
  const files = { json: file("json"), csv: file("csv"), html: file("html") };
  try {
    const plan = await readPlan(event, reader);
    const skipped = await readSkipped(event.skipped, reader);
    const gather = gatherer({ run, policy, plan, skipped });
    const csv = gather.csvOf(readAccounts(run, event.workList, reader));
    await task.streamUp(files.csv, csv, "text/csv; charset=utf-8");
    const gathered = gather.gathered();
    const comparable = isComparable(run, policy);
    const last = lastTotalsOf(comparable ? await reader.getText({ bucket, key: lastTotalsKey }) : undefined);
    const ouNames = await readOuNames(event, bucket, reader);
    const report = headOf({ event, policy, plan, gathered, last, ouNames, files });
    await task.streamUp(files.json, reportJson(report, gathered.rows), "application/json");
    await task.putText(files.html, renderPage(task.page, report, gathered.rows), "text/html; charset=utf-8");
    if (comparable) {
      const kept = withRun(last, run, { totals: report.totals, attempts: gathered.attempts });
      await task.putText({ bucket, key: lastTotalsKey }, JSON.stringify(kept), "application/json");
    }
    return { report, gathered };
  } catch (error) {
    throw asInterrupted(error, "writing the report");
  }
}

interface HeadFacts {
  readonly event: ReportEvent;
  readonly policy: Policy;
  readonly plan: ReadPlan;
  readonly gathered: Gathered;
  readonly last: LastTotals;
  readonly ouNames: Record<string, string>;
  readonly files: ReportHead["report"];
}

function headOf({ event, policy, plan, gathered, last, ouNames, files }: HeadFacts): ReportHead {
  const { run } = event;
  const { lists } = gathered;
  const notCovered = [...lists.unreachable, ...lists.partlyEvaluated];
  const percent = compliantPercent(lists.totals);
  const [previous, monthAgo] = [previousOf(last, run), monthAgoOf(last, run)];
  const head: ReportHead = {
    run,
    ...coverageOf(event, lists.totals, notCovered, plan),
    state: plan.file?.plan.state ?? "unknown",
    report: files,
    ...(percent === undefined ? {} : { compliantPercent: percent }),
    ...(previous === undefined ? {} : { previous }),
    ...(monthAgo === undefined ? {} : { monthAgo }),
    ...(plan.file === undefined || event.plan === undefined
      ? {}
      : { plan: reportPlan(plan.file, event.plan.file) }),
    ...stagesOf(policy),
    ...lists,
    ...(gathered.deliveryReportsMissing ? { deliveryReportsMissing: true } : {}),
    ouNames,
  };
  return parse(reportHeadSchema, head, "run report");
}

function reportPlan({ plan, limits }: PlanFile, file: ObjectLocation): ReportPlan {
  const fates: Record<Fate, number> = {
    deactivate: 0,
    waitsForPace: 0,
    waitsForAccountPace: 0,
    awaitsApproval: 0,
    onHold: 0,
  };
  for (const { fate } of plan.keys) fates[fate] += 1;
  return {
    file,
    ...(plan.hold === undefined ? {} : { hold: { ...plan.hold } }),
    ...(limits === undefined ? {} : { limits }),
    fates,
  };
}

/** The report as JSON, row by row, so that 200,000 rows are not in memory a second time as one text. */
export async function* reportJson(head: ReportHead, rows: readonly string[]): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"keys":[`;
  for (const [index, row] of rows.entries()) yield index === 0 ? row : `,\n${row}`;
  yield "]}";
}

async function readOuNames(
  { run }: ReportEvent,
  bucket: string,
  reader: ReportReader,
): Promise<Record<string, string>> {
  const text = await reader.getText({ bucket, key: ouNamesKey(run.day, run.id) });
  return text === undefined ? {} : parse(z.record(z.string(), z.string()), JSON.parse(text), "names of OUs");
}

/** The stages as the page shows them; those of overrides by their day only. */
function stagesOf({ stages, overrides }: Policy): Pick<ReportHead, "stages" | "overrideStageDays"> {
  const own = new Set(stages.map(({ day }) => day));
  const others = overrides.flatMap((override) => override.stages ?? []).map(({ day }) => day);
  return {
    stages: stages.map(({ day, actions }) => ({ day, actions: { ...actions } })),
    overrideStageDays: [...new Set(others)].filter((day) => !own.has(day)).sort((a, b) => a - b),
  };
}
