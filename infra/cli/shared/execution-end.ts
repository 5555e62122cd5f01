import { type ExitCode, exitCodes } from "./exit-codes.ts";
import type { ExecutionEnd } from "./follow-execution.ts";
import { failureText, refusedInput } from "./refused-input.ts";
import { coverageIncomplete } from "./run-records.ts";
import type { StartedExecution } from "./start-execution.ts";
import type { Terminal } from "./terminal.ts";
import { wrapText } from "./wrap-text.ts";

/** The exit code for the end of an execution. */
export function exitCodeOf({ status, error, cause }: ExecutionEnd): ExitCode {
  if (status === "SUCCEEDED") return exitCodes.ok;
  if (error === coverageIncomplete) return exitCodes.coverageIncomplete;
  return refusedInput(cause) === undefined ? exitCodes.failed : exitCodes.badInput;
}

/** Why an execution failed. A function that rejected its input says so itself. */
export function endText({ status, error, cause }: ExecutionEnd, terminal: Pick<Terminal, "look">): string {
  const refusal = refusedInput(cause);
  if (refusal !== undefined) return wrapText(`Rejected: ${refusal}`, 2);
  const why = failureText({ error, cause });
  return terminal.look("red", wrapText(`The execution ended with status ${status}: ${why}`, 2));
}

/** Tells that an execution goes on although nobody watches it. */
export function answerInterrupted(execution: StartedExecution, terminal: Terminal): ExitCode {
  const { name, executionArn, startedAt } = execution;
  terminal.warn(
    `\n${wrapText(`Stopped watching. ${name} goes on. See it in the Step Functions console, or with curfew status if it is a run.`)}`,
  );
  terminal.answer({ run: { name, executionArn, startedAt, status: "RUNNING" } });
  return exitCodes.interrupted;
}
