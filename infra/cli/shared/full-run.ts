import { reportKey } from "../../../functions/domain/run-files.ts";
import { type RunReport, runReportSchema } from "../../../statemachine/run-report.ts";
import { CommandError } from "./command-error.ts";
import type { Connection } from "./connection.ts";
import { exitCodes } from "./exit-codes.ts";
import { bucketReader, isMissing, type Missing, type RunReader, readJson } from "./run-reader.ts";
import { dayOfRun, hasReport, isFullRun, type RunRecord, runRecords } from "./run-records.ts";

/** A run with its report. */
export interface ReportedRun {
  readonly record: RunRecord;
  readonly report: RunReport;
}

/** The report of a run, or why it cannot be read. */
export function loadReport(
  reader: RunReader,
  run: Pick<RunRecord, "name" | "input" | "startedAt">,
): Promise<RunReport | Missing> {
  return readJson(reader, reportKey(dayOfRun(run), run.name, "json"), runReportSchema, "run report");
}

/** A full run is among the latest executions, or there is none. */
const mostSearched = 100;

/**
 * The last run over the whole Organization that wrote a report, or why there is none. A run that somebody lowered to
 * report mode counts only where no other is found: it says of every account that nothing would be done there.
 */
export async function lastFullRun(
  connection: Connection,
  records: AsyncIterable<RunRecord> = runRecords(connection),
): Promise<ReportedRun | Missing> {
  const record = await lastFullRecord(records);
  if (record === undefined) return { missing: "no organization-wide run has completed yet" };
  const report = await loadReport(bucketReader(connection), record);
  return isMissing(report) ? report : { record, report };
}

/** The latest full run in the deployed mode; the latest lowered one where there is no other. */
export async function lastFullRecord(records: AsyncIterable<RunRecord>): Promise<RunRecord | undefined> {
  let lowered: RunRecord | undefined;
  let searched = 0;
  for await (const record of records) {
    if (isFullRun(record) && hasReport(record)) {
      if (record.input?.mode === undefined) return record;
      lowered ??= record;
    }
    searched += 1;
    if (searched === mostSearched) break;
  }
  return lowered;
}

/** @throws {CommandError} if there is no such run; the message says how to start one */
export async function requireFullRun(connection: Connection): Promise<ReportedRun> {
  const found = await lastFullRun(connection);
  if (!isMissing(found)) return found;
  throw new CommandError(
    exitCodes.failed,
    `There is no report to read: ${found.missing}.\nStart a run that changes nothing: curfew run --report --watch`,
  );
}
