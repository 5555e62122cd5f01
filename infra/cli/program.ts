import { Command } from "commander";
import { addApproveCommand } from "./approve/command.ts";
import { addDoctorCommand } from "./doctor/command.ts";
import { addExplainCommand } from "./explain/command.ts";
import { addForecastCommand } from "./forecast/command.ts";
import { addInitCommand } from "./init/command.ts";
import { addPauseCommands } from "./pause/command.ts";
import { addPlanCommand } from "./plan/command.ts";
import { addPreviewCommand } from "./preview/command.ts";
import { addRestoreCommand } from "./restore/command.ts";
import { addRunCommand } from "./run/command.ts";
import { addSandboxCommand } from "./sandbox/command.ts";
import type { CommandHome } from "./shared/command-home.ts";
import { type ExitCode, exitCodes } from "./shared/exit-codes.ts";
import type { Terminal } from "./shared/terminal.ts";
import { addSimulateCommand } from "./simulate/command.ts";
import { addStartCommand } from "./start/command.ts";
import { addStatusCommand } from "./status/command.ts";
import { addUntaggedCommand } from "./untagged/command.ts";

/**
 * The whole command line. It parses `argv` (without node and script), runs the command and returns the exit code.
 * @throws {CommanderError} for a command line that cannot be parsed
 */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.ok;
  const program = curfewProgram(terminal, (command, action) => {
    command.action(async () => {
      exitCode = await action(command.optsWithGlobals(), ...command.args);
    });
  });
  await program.parseAsync([...argv], { from: "user" });
  return exitCode;
}

/** Every command with its options. `acts` handles a command line after it was parsed. */
export function curfewProgram(terminal: Terminal, acts: CommandHome["acts"]): Command {
  const program = new Command("curfew")
    .description("Keeps the IAM access keys of an AWS Organization under a curfew.")
    .option("--profile <name>", "AWS profile of the hub account")
    .option("--region <region>", "Region of the hub stack")
    .option("--json", "print one JSON document, for programs")
    .exitOverride()
    .configureHelp({ helpWidth: 80, showGlobalOptions: true })
    // curfew.ts prints every error. Help that nobody asked for goes to standard error.
    .configureOutput({ outputError: () => undefined })
    .helpCommand(false)
    .addHelpText("after", `\n${afterHelp}`);
  for (const addCommand of commands) addCommand({ program, terminal, acts });
  return program;
}

/** In the order in which the help lists them: looking, acting, deploying, trying out. */
const commands = [
  addStatusCommand,
  addExplainCommand,
  addForecastCommand,
  addPlanCommand,
  addSimulateCommand,
  addUntaggedCommand,
  addDoctorCommand,
  addRunCommand,
  addApproveCommand,
  addPauseCommands,
  addRestoreCommand,
  addInitCommand,
  addPreviewCommand,
  addSandboxCommand,
  addStartCommand,
];

const afterHelp = `Exit codes: 0 done, 1 failed or a problem was found, 2 wrong use or input,
3 accounts unreachable, 4 AWS unreachable or access denied, 5 refused,
130 interrupted. Details and examples: docs/cli.md`;
