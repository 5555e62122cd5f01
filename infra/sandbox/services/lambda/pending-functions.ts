import { AwsError } from "../../cloud/aws-error.ts";
import type { CloudClock } from "../../cloud/service.ts";

/** How Lambda answers while a function is not ready (Lambda API reference, Invoke, "Errors"). */
const statuses = {
  CodeArtifactUserPendingException: 409,
  ResourceNotReadyException: 502,
  ResourceConflictException: 409,
} as const;

/** Why a function cannot be invoked yet. */
export type PendingError = keyof typeof statuses;

/** For how long: a number of calls, or until a time by the cloud's clock. */
export type PendingSpan = { readonly calls: number } | { readonly until: Date };

interface Pending {
  readonly error: PendingError;
  readonly span: PendingSpan;
  refused: number;
}

/** Functions that are not ready to be invoked, as after weeks without use or right after an update. */
export class PendingFunctions {
  readonly #clock: CloudClock;
  readonly #pending = new Map<string, Pending>();

  constructor(clock: CloudClock) {
    this.#clock = clock;
  }

  /** Makes a function pending; calls during that time are refused. */
  set(functionName: string, error: PendingError, span: PendingSpan): void {
    this.#pending.set(functionName, { error, span, refused: 0 });
  }

  /** @throws {AwsError} while the function is pending */
  check(functionName: string): void {
    const pending = this.#pending.get(functionName);
    if (pending === undefined) return;
    const { error, span } = pending;
    const isOver = "calls" in span ? pending.refused >= span.calls : span.until <= this.#clock.now();
    if (isOver) {
      this.#pending.delete(functionName);
      return;
    }
    pending.refused += 1;
    throw new AwsError(
      error,
      `The operation cannot be performed at this time. The function is currently in the following state: Pending`,
      statuses[error],
    );
  }
}
