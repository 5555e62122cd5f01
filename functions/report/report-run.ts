import {
  type LeftOutAccount,
  leftOutAccountSchema,
  type ObjectLocation,
  type ReportEvent,
  type RunSummary,
  runSummarySchema,
} from "../../statemachine/contract.ts";
import { type RunReport, runReportSchema } from "../../statemachine/run-report.ts";
import { asInterrupted } from "../aws/aws-errors.ts";
import type { BusEvent } from "../aws/event-bus.ts";
import type { Digest } from "../domain/digest.ts";
import type { Policy } from "../domain/policy.ts";
import { lastTotalsKey, reportKey } from "../domain/run-files.ts";
import { log } from "../runtime/log.ts";
import { parse } from "../runtime/parse.ts";
import { judgeCoverage } from "./coverage.ts";
import { digestOf } from "./digest.ts";
import { gatherer } from "./gather-results.ts";
import { jsonInPieces } from "./json-in-pieces.ts";
import { isComparable, lastTotalsAfter, previousOf, readLastTotals } from "./last-totals.ts";
import { type ReportReader, readResults } from "./read-results.ts";
import { renderPage } from "./render-page.ts";
import { runEvents } from "./run-events.ts";

/** What the report needs. */
export interface ReportTask {
  readonly event: ReportEvent;
  readonly bucket: string;
  readonly policy: Policy;
  /** The report page without data. */
  readonly page: string;
  readonly reader: ReportReader;
  streamUp(location: ObjectLocation, pieces: AsyncIterable<string>, contentType: string): Promise<void>;
  putText(location: ObjectLocation, text: string, contentType: string): Promise<void>;
  mailDigest(digest: Digest): Promise<void>;
  publishMetrics(report: RunReport): void;
  putEvents(events: readonly BusEvent[]): Promise<{ readonly refused: number }>;
}

/** The report is written, but the digest did not reach the security contact; the execution ends as failed. */
export class DigestNotSent extends Error {
  constructor(options: ErrorOptions) {
    super("the report was written, but its digest could not be mailed", options);
    this.name = "DigestNotSent";
  }
}

/**
 * Holds the work list against the account results and says what the run came to: CSV, JSON and HTML in
 * S3, then metrics, events, and the digest. A retry writes the same report again and may mail the digest twice.
 * @throws {Interrupted} S3 did not answer
 * @throws {DigestNotSent} everything was written, but the mail failed
 */
export async function reportRun(task: ReportTask): Promise<RunSummary> {
  const { run } = task.event;
  const file = (form: "json" | "csv" | "html") => ({
    bucket: task.bucket,
    key: reportKey(run.day, run.id, form),
  });
  const files = { json: file("json"), csv: file("csv"), html: file("html") };
  const { report, headline } = await writeReport(task, files);
  task.publishMetrics(report);
  await tellTheBus(task, report);
  try {
    await task.mailDigest(digestOf(report, headline, files.html));
  } catch (error) {
    throw new DigestNotSent({ cause: error });
  }
  const { coverage, cause, totals } = report;
  return parse(runSummarySchema, { run, coverage, cause, totals, report: files }, "run summary");
}

/** Listeners are no part of the run: that they cannot be told is logged as an error, and fails nothing. */
async function tellTheBus(task: ReportTask, report: RunReport): Promise<void> {
  const { id: run } = report.run;
  try {
    const { refused } = await task.putEvents(runEvents(report));
    if (refused > 0) log("error", "the event bus refused events", { run, refused });
  } catch (error) {
    log("error", "events could not be put on the bus", { run }, error);
  }
}

async function writeReport(
  task: ReportTask,
  files: RunSummary["report"],
): Promise<{ report: RunReport; headline: string }> {
  const { event, policy, reader } = task;
  try {
    const gathered = gatherer(event.run, await readLeftOut(task));
    await task.streamUp(
      files.csv,
      gathered.csvOf(readResults(event.run, event.workList, reader)),
      "text/csv; charset=utf-8",
    );
    const lists = gathered.lists();
    const { coverage, cause, headline } = judgeCoverage(lists.totals, lists.unreached, event.mapFailure);
    const comparable = isComparable(event, policy);
    const last = comparable ? readLastTotals(await reader.getText(lastTotals(task))) : undefined;
    const previous = previousOf(last, event.run);
    const report: RunReport = {
      run: event.run,
      coverage,
      cause,
      headline,
      ...(previous === undefined ? {} : { previous }),
      ...stagesOf(policy),
      ...lists,
    };
    const json = jsonInPieces(parse(runReportSchema, report, "run report"));
    await task.streamUp(files.json, json, "application/json");
    await task.streamUp(files.html, renderPage(task.page, report), "text/html; charset=utf-8");
    const kept = comparable ? lastTotalsAfter(last, event.run, report.totals) : undefined;
    if (kept !== undefined) await task.putText(lastTotals(task), JSON.stringify(kept), "application/json");
    return { report, headline };
  } catch (error) {
    throw asInterrupted(error, "writing the report");
  }
}

function lastTotals({ bucket }: ReportTask): ObjectLocation {
  return { bucket, key: lastTotalsKey };
}

/** The stages as the page shows them; those of overrides by their day only. */
function stagesOf({ stages, overrides }: Policy): Pick<RunReport, "stages" | "overrideStageDays"> {
  const own = new Set(stages.map(({ day }) => day));
  const others = overrides.flatMap((override) => override.stages ?? []).map(({ day }) => day);
  return {
    stages: stages.map(({ day, actions }) => ({ day, actions: { ...actions } })),
    overrideStageDays: [...new Set(others)].filter((day) => !own.has(day)).sort((a, b) => a - b),
  };
}

async function readLeftOut({ event, reader }: ReportTask): Promise<LeftOutAccount[]> {
  const found: LeftOutAccount[] = [];
  for await (const line of reader.readLines(event.leftOut))
    if (line !== "") found.push(parse(leftOutAccountSchema, JSON.parse(line), "left-out list"));
  return found;
}
