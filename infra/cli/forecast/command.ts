import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { underCurrentPause } from "../shared/current-pause.ts";
import { deployedSettings, settingsOption } from "../shared/deployed-settings.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { requireFullRun } from "../shared/full-run.ts";
import { loadAllFacts } from "../shared/run-facts.ts";
import { bucketReader } from "../shared/run-reader.ts";
import { wholeNumber } from "../shared/whole-number.ts";
import { forecastAnswer } from "./answer.ts";
import { forecastOf } from "./load.ts";
import { forecastPage } from "./print.ts";

interface ForecastCommandOptions {
  readonly days: string;
  readonly settings: string;
}

const examples = `
Examples:
  $ curfew forecast
  $ curfew forecast --days 7 --json`;

/** `curfew forecast`: who is notified and which keys are deactivated in the next days. */
export function addForecastCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("forecast")
    .description("Show who is notified and which keys are deactivated in the next days.")
    .option("--days <n>", "number of days to look ahead (1-365)", "30")
    .addOption(settingsOption())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<ForecastCommandOptions>(command, async ({ days: typed, settings, ...options }) => {
    const days = wholeNumber(typed, "--days", { least: 1, most: 365 });
    const connection = await connect(options);
    const { report } = await requireFullRun(connection);
    const { policy } = deployedSettings(settings, connection, report);
    const now = new Date();
    const recorded = await loadAllFacts(bucketReader(connection), report);
    const facts = await underCurrentPause(recorded, connection, now);
    const forecast = forecastOf({ facts, report, policy, days, now });
    terminal.answer(forecastAnswer(forecast));
    terminal.say(forecastPage(forecast, terminal));
    return exitCodes.ok;
  });
}
