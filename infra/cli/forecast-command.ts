import type { CommandHome } from "./command-home.ts";
import { connect } from "./connection.ts";
import { settingsOption } from "./deployed-settings.ts";
import { exitCodes } from "./exit-codes.ts";
import { forecastAnswer } from "./forecast/forecast-answer.ts";
import { forecastPage } from "./forecast/forecast-page.ts";
import { loadForecast } from "./forecast/load-forecast.ts";
import { wholeNumber } from "./whole-number.ts";

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
