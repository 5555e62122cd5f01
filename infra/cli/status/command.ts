import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { settingsOption } from "../shared/deployed-settings.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { whileSaying } from "../shared/slow-note.ts";
import { wholeNumber } from "../shared/whole-number.ts";
import { statusAnswer } from "./answer.ts";
import { loadStatus } from "./load.ts";
import { statusPage } from "./print.ts";

interface StatusCommandOptions {
  readonly runs: string;
  readonly settings: string;
}

const examples = `
Examples:
  $ curfew status
  $ curfew status --runs 30 --json`;

/** `curfew status`: the latest runs, what needs attention, and what is due. */
export function addStatusCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("status")
    .description("Show the latest runs, what needs attention, and what is due in 14 days.")
    .option("--runs <n>", "number of runs to list", "10")
    .addOption(settingsOption())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<StatusCommandOptions>(command, async ({ runs, settings, ...options }) => {
    const number = wholeNumber(runs, "--runs", { least: 1, most: 100 });
    const loading = loadStatus(await connect(options), number, settings);
    const status = await whileSaying("Reading the latest runs", loading);
    terminal.answer(statusAnswer(status));
    terminal.say(statusPage(status, terminal));
    return exitCodes.ok;
  });
}
