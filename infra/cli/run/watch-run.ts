import { dayOf } from "../../../functions/domain/calendar-day.ts";
import { reportKey } from "../../../functions/domain/run-files.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import type { Connection } from "../shared/connection.ts";
import type { ExecutionEnd } from "../shared/follow-execution.ts";
import { loadReport } from "../shared/load-run-report.ts";
import { progressBar } from "../shared/progress-bar.ts";
import { hasReport, type RunRecord } from "../shared/run-records.ts";
import type { Terminal } from "../shared/terminal.ts";
import { wrapText } from "../shared/wrap-text.ts";
import { followRun } from "./follow-run.ts";
import type { StartedRun } from "./start-run.ts";

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
  const bar = progressBar();
  const started = () => terminal.say(startedText(run));
  try {
    const end = await followRun(connection, run, { started, progress: bar.update });
    bar.stop();
    return end === "interrupted" ? end : await endOf(connection, run, end);
  } finally {
    bar.stop();
  }
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
