import { GetObjectCommand, NoSuchKey, type S3Client } from "@aws-sdk/client-s3";
import type * as z from "zod/mini";
import { reportKey } from "../../../functions/domain/run-files.ts";
import { InvalidInput, parse } from "../../../functions/runtime/parse.ts";
import { type RunReport, runReportSchema } from "../../../statemachine/run-report.ts";
import { CommandError } from "./command-error.ts";
import type { Connection } from "./connection.ts";
import { exitCodes } from "./exit-codes.ts";
import { dayOfRun, hasReport, isWhole, type RunRecord, runRecords } from "./run-records.ts";

/** One form of a run report, as text. */
export async function loadReportText(s3: S3Client, bucket: string, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (Body === undefined) throw new Error(`s3://${bucket}/${key} is empty`);
  return Body.transformToString();
}

/**
 * The run report out of its JSON.
 * @throws {InvalidInput} where it is none that this version writes
 */
export function readRunReport(json: string): RunReport {
  return parse(runReportSchema, JSON.parse(json), "run report");
}

/**
 * What is asked of a run's report, or why it is not to be had: reports are kept for a time, and older versions
 * wrote others. Who asks for little gets it from reports of more versions.
 */
export async function readReportOf<Output>(
  { s3, bucket }: Connection,
  run: RunRecord,
  schema: z.ZodMiniType<Output>,
): Promise<Output | { readonly missing: string }> {
  const key = reportKey(dayOfRun(run), run.name, "json");
  try {
    return parse(schema, JSON.parse(await loadReportText(s3, bucket, key)), "run report");
  } catch (error) {
    if (error instanceof NoSuchKey) return { missing: `s3://${bucket}/${key} is not there` };
    if (error instanceof InvalidInput)
      return { missing: `s3://${bucket}/${key} was written by another version of Curfew` };
    throw error;
  }
}

/** The report of a run, whole. */
export function loadReport(
  connection: Connection,
  run: RunRecord,
): Promise<RunReport | { readonly missing: string }> {
  return readReportOf(connection, run, runReportSchema);
}

/** A run over the whole Organization, with its report. */
export interface WholeRun {
  readonly record: RunRecord;
  readonly report: RunReport;
}

/** Step Functions may remember thousands of executions; a whole run is among the last ones or there is none. */
const searched = 100;

/** The last run over the whole Organization that came to its report, or why there is none to be had. */
export async function lastWholeRun(connection: Connection): Promise<WholeRun | { readonly missing: string }> {
  let looked = 0;
  for await (const record of runRecords(connection)) {
    if (isWhole(record) && hasReport(record)) {
      const report = await loadReport(connection, record);
      return "missing" in report ? report : { record, report };
    }
    looked += 1;
    if (looked === searched) break;
  }
  return { missing: "no run over the whole Organization has left a report yet" };
}

/** @throws {CommandError} where there was no such run, with the way to one */
export async function requireWholeRun(connection: Connection): Promise<WholeRun> {
  const found = await lastWholeRun(connection);
  if (!("missing" in found)) return found;
  throw new CommandError(
    exitCodes.failed,
    `There is nothing to go by: ${found.missing}.\nStart a run: curfew run --report --watch`,
  );
}
