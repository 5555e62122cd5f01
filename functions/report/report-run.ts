import {
  type LeftOutAccount,
  leftOutAccountSchema,
  type ObjectLocation,
  type ReportEvent,
  type RunSummary,
  runSummarySchema,
} from "../../statemachine/contract.ts";
import {
  type AccountRow,
  type AccountWithReason,
  type KeyRow,
  type RunReport,
  runReportSchema,
} from "../../statemachine/run-report.ts";
import { asInterrupted } from "../aws/aws-errors.ts";
import type { Digest } from "../domain/digest.ts";
import { reportKey } from "../domain/run-files.ts";
import { parse } from "../runtime/parse.ts";
import { judgeCoverage } from "./coverage.ts";
import { digestOf } from "./digest.ts";
import { csvHeader, csvRows } from "./key-csv.ts";
import { type ReportReader, readResults } from "./read-results.ts";
import { accountRow, isWorthARow } from "./report-rows.ts";
import { addAccount, emptyTotals } from "./tally.ts";

/** What the report needs. */
export interface ReportTask {
  readonly event: ReportEvent;
  readonly bucket: string;
  readonly reader: ReportReader;
  streamUp(location: ObjectLocation, pieces: AsyncIterable<string>, contentType: string): Promise<void>;
  putText(location: ObjectLocation, text: string, contentType: string): Promise<void>;
  mailDigest(digest: Digest): Promise<void>;
  publishMetrics(report: RunReport): void;
}

/** The report is written, but the digest did not reach the security contact; the execution ends as failed. */
export class DigestNotSent extends Error {
  constructor(options: ErrorOptions) {
    super("the report was written, but its digest could not be mailed", options);
    this.name = "DigestNotSent";
  }
}

/**
 * Holds the work list against the account results and says what the run came to: CSV and JSON in S3, then
 * metrics, then the digest. A retry writes the same report again and may mail the digest twice.
 * @throws {Interrupted} S3 did not answer
 * @throws {DigestNotSent} everything was written, but the mail failed
 */
export async function reportRun(task: ReportTask): Promise<RunSummary> {
  const { run } = task.event;
  const csv = { bucket: task.bucket, key: reportKey(run.day, run.id, "csv") };
  const json = { bucket: task.bucket, key: reportKey(run.day, run.id, "json") };
  const report = await writeReport(task, csv, json);
  task.publishMetrics(report);
  try {
    await task.mailDigest(digestOf(report, json));
  } catch (error) {
    throw new DigestNotSent({ cause: error });
  }
  const { coverage, cause, totals } = report;
  return parse(runSummarySchema, { run, coverage, cause, totals, report: { json, csv } }, "run summary");
}

async function writeReport(task: ReportTask, csv: ObjectLocation, json: ObjectLocation): Promise<RunReport> {
  try {
    const leftOut = await readLeftOut(task);
    const gathered = gatherer(leftOut.length);
    await task.streamUp(
      csv,
      gathered.csvOf(readResults(task.event.run, task.event.workList, task.reader)),
      "text/csv; charset=utf-8",
    );
    const report: RunReport = {
      run: task.event.run,
      ...judgeCoverage(gathered.totals, gathered.unreached, task.event.mapFailure),
      totals: gathered.totals,
      unreached: gathered.unreached,
      notOnboarded: gathered.notOnboarded,
      leftOut,
      accounts: gathered.accounts,
      keys: gathered.keys,
    };
    await task.putText(
      json,
      JSON.stringify(parse(runReportSchema, report, "run report")),
      "application/json",
    );
    return report;
  } catch (error) {
    throw asInterrupted(error, "writing the report");
  }
}

/** One pass over the results: the CSV goes out as they come, and only what the report shows is kept. */
function gatherer(leftOut: number) {
  const totals = emptyTotals(leftOut);
  const unreached: AccountWithReason[] = [];
  const notOnboarded: AccountWithReason[] = [];
  const accounts: AccountRow[] = [];
  const keys: KeyRow[] = [];
  async function* csvOf(results: ReturnType<typeof readResults>): AsyncGenerator<string> {
    yield csvHeader();
    for await (const { account, result, noResult } of results) {
      const { id, name } = account;
      addAccount(totals, result);
      accounts.push(accountRow(account, result));
      const reason = noResult ?? result?.reason ?? "no reason given";
      if (result?.outcome === "notOnboarded") notOnboarded.push({ id, name, reason });
      else if (result?.outcome !== "enforced") unreached.push({ id, name, reason });
      if (result === undefined) continue;
      keys.push(
        ...result.results.filter(isWorthARow).map((key) => ({ ...key, accountId: id, accountName: name })),
      );
      yield csvRows(result);
    }
  }
  return { totals, unreached, notOnboarded, accounts, keys, csvOf };
}

async function readLeftOut({ event, reader }: ReportTask): Promise<LeftOutAccount[]> {
  const found: LeftOutAccount[] = [];
  for await (const line of reader.readLines(event.leftOut))
    if (line !== "") found.push(parse(leftOutAccountSchema, JSON.parse(line), "left-out list"));
  return found;
}
