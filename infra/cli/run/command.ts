import { dayOf } from "../../../functions/domain/calendar-day.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { lastFullRun } from "../shared/full-run.ts";
import { manualRunName } from "../shared/run-name.ts";
import { startExecution } from "../shared/start-execution.ts";
import { agreed, whatItMayDo } from "./confirm.ts";
import { printRun } from "./print.ts";
import { adHocInput, mayEnforce } from "./run-input.ts";
import { type StartedRun, startedText, watchRun } from "./watch-run.ts";

interface RunCommandOptions {
  readonly account?: string[];
  readonly report?: boolean;
  readonly asOf?: string;
  readonly digest?: boolean;
  readonly watch?: boolean;
  readonly yes?: boolean;
}

const examples = `
Examples:
  $ curfew run --report --watch              change nothing
  $ curfew run --account 100000000006 --yes  one account, without a question
  $ curfew run --as-of 2027-01-31 --watch    evaluate as on that day`;

/** `curfew run`: starts a run, and watches it on request. */
export function addRunCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("run")
    .description("Start a run now, in addition to the daily one.")
    .option("--account <id...>", "only these accounts")
    .option("--report", "report mode: send and change nothing")
    .option("--as-of <date>", "evaluate as on that day, YYYY-MM-DD; implies --report")
    .option("--digest", "mail the digest of this run; otherwise only daily runs mail it")
    .option("--watch", "watch the run until it ends; Ctrl-C stops watching only")
    .option("--yes", "do not ask before a run that may send notices and deactivate keys")
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<RunCommandOptions>(command, async ({ watch, yes, ...options }) => {
    const input = adHocInput(options);
    const connection = await connect(options);
    if (mayEnforce(input) && yes !== true) {
      const last = await lastFullRun(connection);
      if (!(await agreed(whatItMayDo(input, last, dayOf(new Date())), terminal))) {
        terminal.say("Not started.");
        terminal.answer({ run: null });
        return exitCodes.ok;
      }
    }
    const name = manualRunName(new Date());
    const started = await startExecution(connection, connection.stateMachineArn, name, input);
    const run: StartedRun = { ...started, input };
    if (watch === true) return printRun(run, await watchRun(connection, run, terminal), terminal);
    terminal.say(startedText(run));
    terminal.say("See how it ends: curfew status");
    terminal.answer({ run });
    return exitCodes.ok;
  });
}
