import type { CommandHome } from "../shared/command-home.ts";
import { connect } from "../shared/connection.ts";
import { settingsOption } from "../shared/deployed-settings.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { wholeNumber } from "../shared/whole-number.ts";
import { forecastAnswer } from "./forecast-answer.ts";
import { forecastPage } from "./forecast-page.ts";
import { loadForecast } from "./load-forecast.ts";

interface ForecastCommandOptions {
  readonly days: string;
  readonly settings: string;
}

const examples = `
Examples:
  $ curfew forecast
  $ curfew forecast --days 90 --json | jq '.forecast.steps[] | .to[]'`;

/** `curfew forecast`: who will be told and which keys will be switched off. */
export function addForecastCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("forecast")
    .description("Who will be told and which keys will be switched off, day by day.")
    .option("--days <number>", "so many days ahead", "30")
    .addOption(settingsOption())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<ForecastCommandOptions>(command, async ({ days, settings, ...options }) => {
    const ahead = wholeNumber(days, "--days", { least: 1, most: 365 });
    const forecast = await loadForecast(await connect(options), settings, ahead);
    terminal.answer(forecastAnswer(forecast));
    terminal.say(forecastPage(forecast, terminal));
    return exitCodes.ok;
  });
}
