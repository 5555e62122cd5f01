import type { Command } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/** The options of every command. */
export interface GlobalOptions {
  readonly profile?: string;
  readonly region?: string;
}

/** What each command needs to add itself to the program. */
export interface CommandHome {
  readonly program: Command;
  readonly terminal: Terminal;
  /** Sets the action of a command. Its result is the exit code. */
  acts<Options>(
    command: Command,
    action: (options: Options & GlobalOptions, ...operands: string[]) => Promise<ExitCode>,
  ): void;
}
