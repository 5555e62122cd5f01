import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Option } from "commander";
import type { RunInput } from "../../../statemachine/run.ts";
import { type RunOptions, runInput } from "../run/run-input.ts";
import { CommandError } from "../shared/command-error.ts";
import type { CommandHome } from "../shared/command-home.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { wholeNumber } from "../shared/whole-number.ts";

interface StartCommandOptions extends RunOptions {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly directory: string;
  readonly sample?: string;
  readonly days?: string;
}

const examples = `
Examples:
  $ npm start                            the same as curfew start
  $ npm start -- --account 100000000006  a run for one account
  $ curfew start --as-of 2027-01-31      evaluate as on that day
  $ curfew start --sample first-deployment --days 20`;

/** `curfew start`, which `npm start` calls: one run over the sample Organization in a sandbox that ends with it. */
export function addStartCommand({ program, terminal, acts }: CommandHome): void {
  const command = program
    .command("start")
    .description("Run Curfew once over a sample Organization on this machine.")
    .option("--account <id...>", "only these accounts")
    .option("--report", "report mode: send and change nothing")
    .option("--as-of <date>", "evaluate as on that day, YYYY-MM-DD; implies --report")
    .option("--quiet", "print the totals only", false)
    .option("--verbose", "also name what the embedded cloud does not model", false)
    .addOption(
      new Option("--sample <name>", "another Organization, day by day").choices(["first-deployment"]),
    )
    .option("--days <number>", "with --sample: how many days Curfew acts (default: 12)")
    .option("--directory <dir>", "where the files go", defaultDirectory())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<StartCommandOptions>(command, async ({ quiet, verbose, directory, sample, days, ...options }) => {
    const input = runInput(options);
    const played = playedDays(sample, days, input);
    if (played !== undefined) {
      const { playSampleDays } = await import("./play-sample-days.ts");
      return await playSampleDays({ days: played, directory: resolve(directory) }, terminal);
    }
    const { sampleSettings } = await import("../../sandbox/sample/sample-settings.ts");
    const settings = sampleSettings();
    if (!quiet)
      terminal.say(`Curfew on the embedded cloud: mode ${settings.policy.mode}, sample Organization.`);
    // Imported only after the first line: the CDK and the embedded cloud take a second to load.
    const { startSampleRun } = await import("./start-sample-run.ts");
    return await startSampleRun({ settings, input, quiet, verbose, directory: resolve(directory) }, terminal);
  });
}

/**
 * How many days are played; `undefined` for the usual sample, which runs once.
 * @throws {CommandError} for options that do not go together
 */
function playedDays(
  sample: string | undefined,
  days: string | undefined,
  input: RunInput,
): number | undefined {
  if (sample === undefined) {
    if (days === undefined) return undefined;
    throw new CommandError(exitCodes.badInput, "--days: only with --sample first-deployment");
  }
  if (Object.keys(input).length > 0)
    throw new CommandError(exitCodes.badInput, "--sample: not with --account, --report or --as-of");
  return days === undefined ? 12 : wholeNumber(days, "--days", { least: 1, most: 90 });
}

function defaultDirectory(): string {
  return fileURLToPath(new URL("../../../.curfew", import.meta.url));
}
