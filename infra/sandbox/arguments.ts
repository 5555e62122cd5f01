import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, CommanderError } from "commander";
import type { RunOptions } from "../cli/run/run-input.ts";

/** What `npm start` was asked for. */
export interface StartOptions extends RunOptions {
  readonly quiet: boolean;
  /** Absolute; the assembly goes there, and into `latest` below it what the run left. */
  readonly directory: string;
}

/** The command line asks for something that does not exist; the message is one line for a person. */
export class UsageError extends Error {
  /** 0 where help was asked for and shown. */
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.name = "UsageError";
    this.exitCode = exitCode;
  }
}

/**
 * Reads the arguments of `npm start -- …`.
 * @throws {UsageError} for an unknown option, a missing value, or `--help`
 */
export function readArguments(argv: readonly string[]): StartOptions {
  const command = new Command("npm start --")
    .description("Runs Curfew over the sample Organization in the embedded cloud.")
    .option("--account <id...>", "only these accounts, as an ad hoc execution would")
    .option("--report", "say what would be done; mail and change nothing")
    .option("--as-of <date>", "judge as on that day, YYYY-MM-DD; implies --report")
    .option("--quiet", "print the totals only", false)
    .option("--directory <dir>", "where files go", fileURLToPath(new URL("../../.curfew", import.meta.url)))
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  try {
    command.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw new UsageError(error.message.replace(/^error: /, ""), error.exitCode === 0 ? 0 : 2);
  }
  const { account, report, asOf, quiet, directory } = command.opts<{
    account?: string[];
    report?: boolean;
    asOf?: string;
    quiet: boolean;
    directory: string;
  }>();
  return { account, report, asOf, quiet, directory: resolve(directory) };
}
