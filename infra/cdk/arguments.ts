import { Command, CommanderError, Option } from "commander";

/** The arguments of `npm run synth`. */
export interface SynthArguments {
  readonly settings: string;
  readonly output: string;
}

/** Wrong arguments and wrong settings end with this exit code. */
export const badInput = 2;

/** Where the help and the usage line are written. */
export interface ArgumentOutput {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/**
 * Reads the arguments of `npm run synth`. Help and errors are written at once.
 * @param argv without the names of Node.js and of the script
 * @returns the arguments, or the exit code of a call that ends here
 */
export function readArguments(
  argv: readonly string[],
  { out, err }: ArgumentOutput,
): SynthArguments | number {
  const command = new Command("npm run synth --")
    .description("Checks the settings and writes the CloudFormation templates. Needs no AWS account.")
    .addOption(
      new Option("--settings <file>", "settings file").env("CURFEW_SETTINGS").default("settings.yaml"),
    )
    .option("--output <directory>", "directory for the templates", "cdk.out")
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .exitOverride()
    .usage("[--settings <file>] [--output <directory>]");
  command.configureOutput({
    writeOut: out,
    writeErr: err,
    outputError: (text, write) => write(`${text}usage: ${command.name()} ${command.usage()}\n`),
  });
  try {
    return command.parse([...argv], { from: "user" }).opts<{ settings: string; output: string }>();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : badInput;
  }
}
