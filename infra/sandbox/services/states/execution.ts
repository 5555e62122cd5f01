import type { History } from "./history.ts";
import type { JsonValue } from "./json.ts";
import type { Outcome } from "./machine-run.ts";

/** What an execution is started as. */
export interface ExecutionStart {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly startDate: Date;
  /** As it was sent, so that a second start can be compared with it. */
  readonly input: string;
  /** Only a child of a Map Run has one. */
  readonly mapRunArn?: string;
  /** Children have none: fifty thousand histories fit nowhere. */
  readonly history?: History;
}

const hasEnded = AbortSignal.abort();

/** One execution, while it runs and afterwards. */
export class Execution {
  readonly start: ExecutionStart;
  /** Resolves when the execution has ended, however it did. */
  readonly ended: Promise<void>;
  #stopping: AbortController | undefined = new AbortController();
  readonly #settle: () => void;
  #outcome: Outcome | undefined;
  #stopDate: Date | undefined;

  constructor(start: ExecutionStart) {
    this.start = start;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    this.#settle = resolve;
    start.history?.started(start.input);
  }

  get status(): "RUNNING" | Outcome["status"] {
    return this.#outcome?.status ?? "RUNNING";
  }

  get outcome(): Outcome | undefined {
    return this.#outcome;
  }

  get stopDate(): Date | undefined {
    return this.#stopDate;
  }

  /** Aborted once the execution has ended: whatever still works for it must stop. */
  get signal(): AbortSignal {
    return this.#stopping?.signal ?? hasEnded;
  }

  /** Ends it; the first end counts, so that a stopped execution does not succeed a moment later. */
  end(outcome: Outcome, at: Date): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    this.#stopDate = at;
    this.start.history?.ended(outcome);
    this.#stopping?.abort();
    // There may be fifty thousand of these, and most have ended.
    this.#stopping = undefined;
    this.#settle();
  }

  /** The output, where it succeeded. */
  get output(): JsonValue | undefined {
    return this.#outcome?.status === "SUCCEEDED" ? this.#outcome.output : undefined;
  }
}
