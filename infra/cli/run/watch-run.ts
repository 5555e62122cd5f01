import { dayOf } from "../../../functions/domain/calendar-day.ts";
import { reportKey } from "../../../functions/domain/run-files.ts";
import type { RunInput } from "../../../statemachine/contract.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import type { Connection } from "../connection.ts";
import { type ExecutionEnd, followExecution } from "../follow-execution.ts";
import { loadReport } from "../load-run-report.ts";
import { progressBar } from "../progress-bar.ts";
import { hasReport, type RunRecord } from "../run-records.ts";
import type { Terminal } from "../terminal.ts";
import { wrapText } from "../wrap-text.ts";

/** A run that was started just now. */
export interface StartedRun {
  readonly name: string;
  readonly executionArn: string;
  readonly input: RunInput;
  readonly startedAt: string;
}

/** How a watched run ended; `interrupted` where its watcher went away first. */
export type WatchedRun =
  | "interrupted"
  | {
      readonly end: ExecutionEnd;
      /** s3://…, by form; absent where it failed before its report. */
      readonly files?: { readonly json: string; readonly csv: string; readonly html: string };
      readonly report?: RunReport;
      /** Why there is none, where there should be one. */
      readonly reportMissing?: string;
    };

/** What is said when a run has started. */
export function startedText({ name, input: { accountIds = [], mode, asOf } }: StartedRun): string {
  const how = [
    accountIds.length === 0 ? "the whole Organization" : `only ${accountIds.join(", ")}`,
    ...(mode === "report" ? ["changing nothing"] : []),
    ...(asOf === undefined ? [] : [`as of ${asOf}, changing nothing`]),
  ];
  return wrapText(`Started ${name}: ${[...new Set(how)].join("; ")}.`, 2);
}

/** Follows a run to its end, or to Ctrl-C, which ends the watching only. */
export async function watchRun(
  connection: Connection,
  run: StartedRun,
  terminal: Terminal,
): Promise<WatchedRun> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once("SIGINT", interrupt);
  terminal.say(startedText(run));
  const bar = progressBar();
  try {
    const end = await followExecution({
      sfn: connection.sfn,
      executionArn: run.executionArn,
      pollMilliseconds: pauseAfter,
      signal: interruption.signal,
      onProgress: bar.update,
    });
    bar.stop();
    return await endOf(connection, run, end);
  } catch (error) {
    if (interruption.signal.aborted) return "interrupted";
    throw error;
  } finally {
    bar.stop();
    process.off("SIGINT", interrupt);
  }
}

/** A run over few accounts is over in seconds, one over 50,000 takes an hour: the pauses grow to two seconds. */
function pauseAfter(looks: number): number {
  return Math.min(2_000, 200 + 20 * looks);
}

async function endOf(connection: Connection, run: StartedRun, end: ExecutionEnd): Promise<WatchedRun> {
  const record: RunRecord = {
    ...run,
    ...end,
    startedAt: new Date(run.startedAt),
    inputText: JSON.stringify(run.input),
  };
  if (!hasReport(record)) return { end };
  const day = run.input.asOf ?? dayOf(record.startedAt);
  const address = (form: "json" | "csv" | "html") =>
    `s3://${connection.bucket}/${reportKey(day, run.name, form)}`;
  const files = { json: address("json"), csv: address("csv"), html: address("html") };
  const report = await loadReport(connection, record);
  return "missing" in report ? { end, files, reportMissing: report.missing } : { end, files, report };
}
