import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { wholeNumber } from "../shared/whole-number.ts";
import { loadStatus } from "./load-status.ts";
import { statusAnswer } from "./status-answer.ts";
import { statusPage } from "./status-page.ts";

interface StatusCommandOptions {
  readonly runs: string;
}

const examples = `
Examples:
  $ curfew status
  $ curfew status --runs 30 --json`;

/** `curfew status`: the last runs, and what the days to come bring. */
export function addStatusCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("status")
    .description("The last runs, and what is due in the next 14 days.")
    .option("--runs <number>", "so many runs", "10")
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<StatusCommandOptions>(command, async ({ runs, ...options }) => {
    const count = wholeNumber(runs, "--runs", { least: 1, most: 100 });
    const status = await loadStatus(await connect(options), count);
    terminal.answer(statusAnswer(status));
    terminal.say(statusPage(status, terminal));
    return exitCodes.ok;
  });
}
