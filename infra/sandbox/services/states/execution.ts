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

/** A state with what was handed to it. */
export interface EnteredState {
  readonly name: string;
  readonly input: JsonValue;
}

/** How often an execution was redriven. */
export interface Redrives {
  readonly count: number;
  readonly date?: Date;
  /** The client token of the last redrive. */
  readonly token?: string | undefined;
}

const hasEnded = AbortSignal.abort();

/** One execution, while it runs and afterwards. */
export class Execution {
  readonly start: ExecutionStart;
  #end = Promise.withResolvers<void>();
  #stopping: AbortController | undefined = new AbortController();
  #outcome: Outcome | undefined;
  #stopDate: Date | undefined;
  #redrives: Redrives = { count: 0 };
  #lastEntered: EnteredState | undefined;

  constructor(start: ExecutionStart) {
    this.start = start;
    start.history?.started(start.input);
  }

  /** Resolves when the execution has ended, however it did; after a redrive, when it has ended again. */
  get ended(): Promise<void> {
    return this.#end.promise;
  }

  /** How often it was redriven, and when last. */
  get redrives(): Redrives {
    return this.#redrives;
  }

  /** The state that it entered last: a redrive continues there. */
  get lastEntered(): EnteredState | undefined {
    return this.#lastEntered;
  }

  /** Notes that a state was entered. */
  entered(state: EnteredState): void {
    this.#lastEntered = state;
  }

  /** Runs again after its end; whether it may has been checked. */
  redrive(at: Date, token?: string): void {
    this.#redrives = { count: this.#redrives.count + 1, date: at, token };
    this.#outcome = undefined;
    this.#stopDate = undefined;
    this.#stopping = new AbortController();
    this.#end = Promise.withResolvers<void>();
    this.start.history?.redriven(this.#redrives.count);
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
    // A child that succeeded is never redriven, and there may be fifty thousand of them.
    if (outcome.status === "SUCCEEDED") this.#lastEntered = undefined;
    this.#end.resolve();
  }

  /** The output, where it succeeded. */
  get output(): JsonValue | undefined {
    return this.#outcome?.status === "SUCCEEDED" ? this.#outcome.output : undefined;
  }
}
