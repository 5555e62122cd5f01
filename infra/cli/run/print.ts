import { accountTable } from "../shared/account-table.ts";
import { answerInterrupted, endText, exitCodeOf } from "../shared/execution-end.ts";
import type { ExitCode } from "../shared/exit-codes.ts";
import { runTotals } from "../shared/run-totals.ts";
import type { Terminal } from "../shared/terminal.ts";
import { wrapText } from "../shared/wrap-text.ts";
import { runAnswer } from "./answer.ts";
import type { StartedRun, WatchedRun } from "./watch-run.ts";

/** More accounts than fit on a screen are left to the report. */
const mostAccountsShown = 30;

/** Prints how a watched run ended, and returns the exit code. */
export function printRun(run: StartedRun, watched: WatchedRun, terminal: Terminal): ExitCode {
  if (watched === "interrupted") return answerInterrupted(run, terminal);
  const { end, files, report, reportMissing } = watched;
  terminal.answer(runAnswer(run, watched));
  if (report !== undefined) {
    if (report.accounts.length <= mostAccountsShown) terminal.say(`\n${accountTable(report)}`);
    terminal.say(`\n${runTotals(report, terminal)}`);
    if (report.deactivations === "incomplete") terminal.warn(wrapText(report.cause, 2));
  } else if (files === undefined) terminal.warn(endText(end, terminal));
  if (reportMissing !== undefined) terminal.warn(wrapText(`The report cannot be shown: ${reportMissing}`, 2));
  if (files !== undefined) terminal.say(`\nReport (copy it with aws s3 cp):\n  ${files.html}`);
  return exitCodeOf(end);
}
