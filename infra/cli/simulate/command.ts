import { loadSettings } from "../../cdk/settings.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { underCurrentPause } from "../shared/current-pause.ts";
import { deployedSettings, settingsOption } from "../shared/deployed-settings.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { requireFullRun } from "../shared/full-run.ts";
import { loadAllFacts } from "../shared/run-facts.ts";
import { bucketReader } from "../shared/run-reader.ts";
import { wholeNumber } from "../shared/whole-number.ts";
import { simulateAnswer } from "./answer.ts";
import { compareSettings } from "./compare.ts";
import { simulatePage } from "./print.ts";

interface SimulateCommandOptions {
  readonly settings: string;
  readonly current: string;
  readonly days: string;
}

const examples = `
Examples:
  $ curfew simulate --settings new.yaml
  $ curfew simulate --settings new.yaml --days 60 --json`;

/** `curfew simulate`: what other settings would change, from the facts of the last full run. */
export function addSimulateCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("simulate")
    .description("Compare other settings with the current ones; nothing is changed.")
    .requiredOption("--settings <file>", "the new settings file")
    .addOption(settingsOption("--current <file>"))
    .option("--days <n>", "number of days to simulate (1-365)", "30")
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<SimulateCommandOptions>(command, async ({ settings, current, days: typed, ...options }) => {
    const days = wholeNumber(typed, "--days", { least: 1, most: 365 });
    const { policy: next } = loadSettings(settings);
    const connection = await connect(options);
    const { report } = await requireFullRun(connection);
    const { policy } = deployedSettings(current, connection, report);
    const recorded = await loadAllFacts(bucketReader(connection), report);
    const facts = await underCurrentPause(recorded, connection, new Date());
    const comparison = compareSettings({ facts, report, current: policy, next, days });
    terminal.answer(simulateAnswer(comparison));
    terminal.say(simulatePage(comparison, terminal));
    return exitCodes.ok;
  });
}
