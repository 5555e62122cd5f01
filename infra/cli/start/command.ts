import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type RunOptions, runInput } from "../run/run-input.ts";
import type { CommandHome } from "../shared/command-home.ts";

interface StartCommandOptions extends RunOptions {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly directory: string;
}

const examples = `
Examples:
  $ curfew start                               also: npm start
  $ curfew start --account 100000000006        also: npm start -- --account 100000000006
  $ curfew start --as-of 2027-01-31            evaluate as on that day`;

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
    .option("--directory <dir>", "where the files go", defaultDirectory())
    .allowExcessArguments(false)
    .addHelpText("after", examples);
  acts<StartCommandOptions>(command, async ({ quiet, verbose, directory, ...options }) => {
    const input = runInput(options);
    // Imported only here: the CDK takes a second to load.
    const { startSampleRun } = await import("./start-sample-run.ts");
    return await startSampleRun({ input, quiet, verbose, directory: resolve(directory) }, terminal);
  });
}

function defaultDirectory(): string {
  return fileURLToPath(new URL("../../../.curfew", import.meta.url));
}
