import { CommanderError } from "commander";
import { describeFailure } from "./describe-failure.ts";
import { exitCodes } from "./exit-codes.ts";
import { runProgram } from "./program.ts";
import { processTerminal } from "./terminal.ts";
import { wrapLines } from "./wrap-text.ts";

/** The command `curfew`: every error ends here as words and an exit code. */
const argv = process.argv.slice(2);
const terminal = processTerminal(argv.includes("--json"));
try {
  process.exitCode = await runProgram(argv, terminal);
} catch (error) {
  if (error instanceof CommanderError && error.exitCode === 0) process.exitCode = exitCodes.ok;
  else {
    const { message, exitCode } = describeFailure(error, process.env.AWS_ENDPOINT_URL);
    terminal.answer({ error: { message, exitCode } });
    terminal.warn(wrapLines(`curfew: ${message}`, 2));
    process.exitCode = exitCode;
  }
}
