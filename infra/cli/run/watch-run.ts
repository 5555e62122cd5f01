import { dayOf } from "../../../functions/domain/calendar-day.ts";
import { reportKey } from "../../../functions/domain/run-files.ts";
import type { RunInput } from "../../../statemachine/run.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import type { Connection } from "../shared/connection.ts";
import type { ExecutionEnd } from "../shared/follow-execution.ts";
import { loadReport } from "../shared/full-run.ts";
import { progressBar } from "../shared/progress-bar.ts";
import { bucketReader, isMissing } from "../shared/run-reader.ts";
import { dayOfRun, hasReport } from "../shared/run-records.ts";
import type { StartedExecution } from "../shared/start-execution.ts";
import type { Terminal } from "../shared/terminal.ts";
import { watchExecution } from "../shared/watch-execution.ts";
import { wrapText } from "../shared/wrap-text.ts";

/** A run that was just started. */
export interface StartedRun extends StartedExecution {
  readonly input: RunInput;
}

/** How a watched run ended; `interrupted` where the watcher stopped first. */
export type WatchedRun =
  | "interrupted"
  | {
      readonly end: ExecutionEnd;
      /** s3://…, by form; absent if the run failed before its report. */
      readonly files?: { readonly json: string; readonly csv: string; readonly html: string };
      readonly report?: RunReport;
      /** Why the report cannot be read, where there should be one. */
      readonly reportMissing?: string;
    };

/** What is printed when a run has started. */
export function startedText({ name, startedAt, input }: StartedRun): string {
  const { accountIds = [], mode, asOf } = input;
  const how = [
    accountIds.length === 0 ? "the whole Organization" : `only ${accountIds.join(", ")}`,
    ...(asOf === undefined ? [] : [`as of ${asOf}`]),
    ...(mode === "report" || asOf !== undefined ? ["report mode"] : []),
  ];
  const isPast = asOf !== undefined && asOf < dayOf(new Date(startedAt));
  return [
    wrapText(`Started ${name}: ${how.join("; ")}.`, 2),
    ...(isPast
      ? [wrapText(`${asOf} is past: the run uses today's keys, tags and ledger, not those of that day.`, 2)]
      : []),
  ].join("\n");
}

/** Watches a run until it ends, or until Ctrl-C, which stops watching only. */
export async function watchRun(
  connection: Connection,
  run: StartedRun,
  terminal: Terminal,
): Promise<WatchedRun> {
  const bar = progressBar();
  const started = () => terminal.say(startedText(run));
  try {
    const end = await watchExecution(connection, run.executionArn, { started, progress: bar.update });
    bar.stop();
    return end === "interrupted" ? end : await endOf(connection, run, end);
  } finally {
    bar.stop();
  }
}

async function endOf(connection: Connection, run: StartedRun, end: ExecutionEnd): Promise<WatchedRun> {
  if (!hasReport(end)) return { end };
  const { name, input } = run;
  const record = { name, input, startedAt: new Date(run.startedAt) };
  const reader = bucketReader(connection);
  const address = (form: "json" | "csv" | "html") => reader.address(reportKey(dayOfRun(record), name, form));
  const files = { json: address("json"), csv: address("csv"), html: address("html") };
  const report = await loadReport(reader, record);
  return isMissing(report) ? { end, files, reportMissing: report.missing } : { end, files, report };
}
