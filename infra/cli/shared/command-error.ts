import type { ExitCode } from "./exit-codes.ts";

/** A command cannot do what it was asked to do. The message tells a person why, and what to do next. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}
