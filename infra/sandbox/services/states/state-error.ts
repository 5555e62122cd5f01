/**
 * An error as a state machine knows it: `name` is what Retry and Catch match, `message` the Cause. The
 * engine reads `isRetryable` and `isCatchable`.
 */
export class StateError extends Error {
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;

  constructor(error: string, cause: string, isTerminal = false) {
    super(cause);
    this.name = error;
    this.isRetryable = !isTerminal;
    this.isCatchable = !isTerminal;
  }
}

/** An error that no Retry and no Catch gets hold of (Step Functions developer guide, "Error names"). */
export function terminalError(error: "States.Runtime" | "States.DataLimitExceeded", cause: string) {
  return new StateError(error, cause, true);
}
