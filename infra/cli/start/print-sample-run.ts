import { sampleAccounts } from "../../sandbox/sample/accounts.ts";
import { accountTable } from "../shared/account-table.ts";
import { type ExitCode, exitCodes } from "../shared/exit-codes.ts";
import { failureText, refusedInput } from "../shared/refused-input.ts";
import { runTotals } from "../shared/run-totals.ts";
import { shownPath } from "../shared/shown-path.ts";
import type { Terminal } from "../shared/terminal.ts";
import type { SampleRunOutcome } from "./run-sample.ts";
import type { SavedRun } from "./save-run.ts";

/** A run over the sample that has ended. */
export interface EndedSampleRun {
  /** The name of the execution. */
  readonly name: string;
  readonly outcome: SampleRunOutcome;
  readonly files: SavedRun;
  readonly quiet: boolean;
}

const accountsWithoutRole = sampleAccounts.filter(({ hasMemberRole }) => !hasMemberRole).map(({ id }) => id);

/**
 * Prints the result of a run over the sample.
 * @returns `badInput` if the run rejected its input; `ok` also if the only failure is the account that has no
 * member role, because the sample contains it on purpose; otherwise `failed`
 */
export function printSampleRun(
  { name, outcome, files, quiet }: EndedSampleRun,
  terminal: Terminal,
): ExitCode {
  const { end, report } = outcome;
  const { status, error, cause } = end;
  terminal.answer({
    run: { name, status, ...(error === undefined ? {} : { error, cause }) },
    ...(report === undefined ? {} : { totals: report.totals, files }),
  });
  if (report === undefined) {
    terminal.warn(refusedInput(cause) ?? `${status}: ${failureText(end)}`);
    return refusedInput(cause) === undefined ? exitCodes.failed : exitCodes.badInput;
  }
  const say = (line: string) => {
    if (!quiet) terminal.say(line);
  };
  say(`\n${accountTable(report)}\n`);
  terminal.say(runTotals(report, terminal));
  const isExpected =
    error === "CoverageIncomplete" && report.unreachable.every(({ id }) => accountsWithoutRole.includes(id));
  if (isExpected)
    say(
      "\nThe execution failed because an account is unreachable. This is expected: the\nsample's Legacy ERP has no member role on purpose.",
    );
  say(`\nReport  ${shownPath(files.report)}`);
  say(`Mails   ${shownPath(files.mails)}`);
  return status === "SUCCEEDED" || isExpected ? exitCodes.ok : exitCodes.failed;
}
