import type { ExitCode } from "./exit-codes.ts";

/** A command cannot do what it was asked for; the message says why, and what to do, to a person. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}
