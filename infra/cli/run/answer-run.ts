import { accountTable } from "../account-table.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { refusedInput } from "../refused-input.ts";
import { coverageIncomplete } from "../run-records.ts";
import { runTotals } from "../run-totals.ts";
import type { Terminal } from "../terminal.ts";
import { wrapText } from "../wrap-text.ts";
import type { StartedRun, WatchedRun } from "./watch-run.ts";

/** More accounts than fit on a screen are left to the report. */
const mostAccountsShown = 30;

/** Says how a watched run ended, and what to exit with. */
export function answerRun(run: StartedRun, watched: WatchedRun, terminal: Terminal): ExitCode {
  if (watched === "interrupted") {
    terminal.warn(
      `\n${wrapText(`Stopped watching. ${run.name} goes on by itself; see it with: curfew status`)}`,
    );
    terminal.answer({ run: { ...run, status: "RUNNING" } });
    return exitCodes.interrupted;
  }
  const { end, files, report, reportMissing } = watched;
  const exitCode = exitCodeOf(watched);
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

/** By the report where there is one: the mode of the execution's end says no more than that. */
function exitCodeOf({ end }: Exclude<WatchedRun, "interrupted">): ExitCode {
  if (end.status === "SUCCEEDED") return exitCodes.ok;
  if (end.error === coverageIncomplete) return exitCodes.coverageIncomplete;
  return refusedInput(end.cause) === undefined ? exitCodes.failed : exitCodes.badInput;
}

function endText(
  { status, error, cause }: { status: string; error?: string; cause?: string },
  terminal: Terminal,
) {
  const refusal = refusedInput(cause);
  if (refusal !== undefined) return wrapText(`Refused: ${refusal}`, 2);
  const why = [error, cause].filter((part) => part !== undefined).join(": ");
  return terminal.look("red", wrapText(`The run ended as ${status}: ${why}`, 2));
}
