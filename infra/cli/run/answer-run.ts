import { accountTable } from "../shared/account-table.ts";
import type { ExitCode } from "../shared/exit-codes.ts";
import { runTotals } from "../shared/run-totals.ts";
import type { Terminal } from "../shared/terminal.ts";
import { answerInterrupted, endText, exitCodeOf } from "./execution-end.ts";
import type { StartedRun } from "./start-run.ts";
import type { WatchedRun } from "./watch-run.ts";

/** More accounts than fit on a screen are left to the report. */
const mostAccountsShown = 30;

/** Says how a watched run ended, and what to exit with. */
export function answerRun(run: StartedRun, watched: WatchedRun, terminal: Terminal): ExitCode {
  if (watched === "interrupted") {
    return answerInterrupted(run, terminal);
  }
  const { end, files, report, reportMissing } = watched;
  const exitCode = exitCodeOf(watched.end);
  const { status, error, cause } = end;
  terminal.answer({
    run: { ...run, status, ...(error === undefined ? {} : { error, cause }) },
    ...(files === undefined ? {} : { files }),
    ...(report === undefined
      ? {}
      : {
          mode: report.run.mode,
          day: report.run.day,
          coverage: report.coverage,
          totals: report.totals,
          unreached: report.unreached,
          rootKeys: report.rootKeys,
        }),
  });
  if (report !== undefined) {
    const shown = report.accounts.length <= mostAccountsShown;
    if (shown) terminal.say(`\n${accountTable(report)}`);
    terminal.say(`\n${runTotals(report, terminal)}`);
  } else if (files === undefined) terminal.warn(endText(watched.end, terminal));
  if (reportMissing !== undefined) terminal.warn(`The report cannot be shown: ${reportMissing}`);
  if (files !== undefined) terminal.say(`\nReport, fetched with aws s3 cp:\n  ${files.html}`);
  return exitCode;
}
