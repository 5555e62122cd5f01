import { Command } from "commander";
import { addDoctorCommand } from "./doctor/command.ts";
import { addExplainCommand } from "./explain/command.ts";
import { addForecastCommand } from "./forecast/command.ts";
import { addRestoreCommand } from "./restore/command.ts";
import { addRunCommand } from "./run/command.ts";
import { addSandboxCommand } from "./sandbox/command.ts";
import type { CommandHome } from "./shared/command-home.ts";
import { type ExitCode, exitCodes } from "./shared/exit-codes.ts";
import type { Terminal } from "./shared/terminal.ts";
import { addStartCommand } from "./start/command.ts";
import { addStatusCommand } from "./status/command.ts";

/**
 * The command line, whole. It reads `argv` (without node and script), does what it says, and gives the exit code.
 * @throws {CommanderError} for a command line that means nothing
 */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const program = new Command("curfew")
    .description("Keeps the IAM access keys of an AWS Organization under a curfew.")
    .option("--profile <name>", "AWS profile of the hub account")
    .option("--region <region>", "Region that the hub stack is in")
    .option("--json", "answer with one JSON document, for programs")
    .exitOverride()
    .configureHelp({ helpWidth: 80, showGlobalOptions: true })
    // Errors are said in one place, curfew.ts; help that was not asked for goes to standard error.
    .configureOutput({ outputError: () => undefined })
    .helpCommand(false)
    .addHelpText("after", `\n${afterHelp}`);
  const home: CommandHome = {
    program,
    terminal,
    acts(command, action) {
      command.action(async () => {
        exitCode = await action(command.optsWithGlobals(), ...command.args);
      });
    },
  };
  addRunCommand(home);
  addStatusCommand(home);
  addExplainCommand(home);
  addForecastCommand(home);
  addRestoreCommand(home);
  addDoctorCommand(home);
  addSandboxCommand(home);
  addStartCommand(home);
  await program.parseAsync([...argv], { from: "user" });
  return exitCode;
}

const afterHelp = `Exit codes: 0 done, 1 the run failed or doctor found a problem, 2 wrong use or
input, 3 accounts were not reached, 4 AWS not reachable or access denied,
130 interrupted. All of it, with examples: docs/cli.md`;
