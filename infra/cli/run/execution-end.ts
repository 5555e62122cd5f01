import { type ExitCode, exitCodes } from "../shared/exit-codes.ts";
import type { ExecutionEnd } from "../shared/follow-execution.ts";
import { failureText, refusedInput } from "../shared/refused-input.ts";
import { coverageIncomplete } from "../shared/run-records.ts";
import type { Terminal } from "../shared/terminal.ts";
import { wrapText } from "../shared/wrap-text.ts";
import type { StartedRun } from "./start-run.ts";

/** What to exit with after an execution has ended so. */
export function exitCodeOf({ status, error, cause }: ExecutionEnd): ExitCode {
  if (status === "SUCCEEDED") return exitCodes.ok;
  if (error === coverageIncomplete) return exitCodes.coverageIncomplete;
  return refusedInput(cause) === undefined ? exitCodes.failed : exitCodes.badInput;
}

/** Why an execution came to nothing, in the words of whoever refused it. */
export function endText({ status, error, cause }: ExecutionEnd, terminal: Terminal): string {
  const refusal = refusedInput(cause);
  if (refusal !== undefined) return wrapText(`Refused: ${refusal}`, 2);
  const why = failureText({ error, cause });
  return terminal.look("red", wrapText(`The run ended as ${status}: ${why}`, 2));
}

/** Says that an execution goes on though nobody watches it any more. */
export function answerInterrupted(
  run: Pick<StartedRun, "name" | "executionArn" | "startedAt">,
  terminal: Terminal,
): ExitCode {
  terminal.warn(
    `\n${wrapText(`Stopped watching. ${run.name} goes on by itself; see it with: curfew status`)}`,
  );
  terminal.answer({ run: { ...run, status: "RUNNING" } });
  return exitCodes.interrupted;
}
