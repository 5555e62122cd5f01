import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";
import { CommanderError } from "commander";
import { runProgram } from "./program.ts";
import { describeFailure } from "./shared/describe-failure.ts";
import { exitCodes } from "./shared/exit-codes.ts";
import { processTerminal } from "./shared/terminal.ts";
import { wrapLines } from "./shared/wrap-text.ts";

// Node keeps what it compiles of the CDK and the AWS SDK for the next command (Node.js, "Module compile cache"). By
// default that is in /tmp, where others could put code for people with credentials of an Organization.
enableCompileCache(fileURLToPath(new URL("../../node_modules/.cache/curfew", import.meta.url)));

/** The command `curfew`: it turns every error into a message and an exit code. */
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
