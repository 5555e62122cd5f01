import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { answerRun } from "./answer-run.ts";
import { runInput } from "./run-input.ts";
import { startRun } from "./start-run.ts";
import { startedText, watchRun } from "./watch-run.ts";

interface RunCommandOptions {
  readonly account?: string[];
  readonly report?: boolean;
  readonly asOf?: string;
  readonly watch?: boolean;
}

const examples = `
Examples:
  $ curfew run --watch                             the whole Organization
  $ curfew run --account 100000000006 --report     one account, changing nothing
  $ curfew run --as-of 2027-01-31 --watch          judged as on that day`;

/** `curfew run`: starts an execution, and follows it where that is wished. */
export function addRunCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("run")
    .description("Start a run now, beside the daily one.")
    .option("--account <id...>", "only these accounts")
    .option("--report", "say what would be done; mail and change nothing")
    .option("--as-of <date>", "judge as on that day, YYYY-MM-DD; implies --report")
    .option("--watch", "follow it to its end; Ctrl-C leaves it running")
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<RunCommandOptions>(command, async ({ watch, ...options }) => {
    const input = runInput(options);
    const connection = await connect(options);
    const run = await startRun(connection, input);
    if (watch === true) return answerRun(run, await watchRun(connection, run, terminal), terminal);
    terminal.say(startedText(run));
    terminal.say("It goes on by itself; see how far it is with: curfew status");
    terminal.answer({ run });
    return exitCodes.ok;
  });
}
