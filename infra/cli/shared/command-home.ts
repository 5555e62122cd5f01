import type { Command } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/** The options that all commands have. */
export interface GlobalOptions {
  readonly profile?: string;
  readonly region?: string;
}

/** What every command is given when it is added to the program. */
export interface CommandHome {
  readonly program: Command;
  readonly terminal: Terminal;
  /** Gives a command its action, whose result is what the process exits with. */
  acts<Options>(
    command: Command,
    action: (options: Options & GlobalOptions, ...operands: string[]) => Promise<ExitCode>,
  ): void;
}
