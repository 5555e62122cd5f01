import type { CloudClock } from "../../cloud/service.ts";
import type { EngineEvent } from "./engine.ts";
import type { Outcome } from "./machine-run.ts";

/** One event, with its details under the name that its type has in the API. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Seconds since 1970. */
  readonly timestamp: number;
  readonly type: string;
  readonly [details: `${string}Details`]: Readonly<Record<string, unknown>>;
}

const lambdaInvoke = { resourceType: "lambda", resource: "invoke" };

/** What the history needs to know of the state machine. */
export interface HistoryOptions {
  readonly clock: CloudClock;
  readonly roleArn: string;
  readonly region: string;
  /** The engine knows a Map as a task. */
  readonly stateTypes: ReadonlyMap<string, string>;
}

/**
 * The history of an execution, built from the engine's events. It is simplified: each event follows the one before it,
 * and a task has no event between being scheduled and its end, and no parameters, because the engine does not report
 * them (Step Functions API reference, HistoryEvent).
 */
export class History {
  readonly #options: HistoryOptions;
  readonly #events: HistoryEvent[] = [];
  /** The state that is running has failed: its exit is that of a Catch. */
  #hasFailed = false;
  #isOver = false;

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  events(): readonly HistoryEvent[] {
    return this.#events;
  }

  started(input: string): void {
    this.#add("ExecutionStarted", "executionStartedEvent", { input, roleArn: this.#options.roleArn });
  }

  mapRunStarted(mapRunArn: string): void {
    this.#add("MapRunStarted", "mapRunStartedEvent", { mapRunArn });
  }

  /** The execution runs again after its end. */
  redriven(redriveCount: number): void {
    this.#isOver = false;
    this.#hasFailed = false;
    this.#add("ExecutionRedriven", "executionRedrivenEvent", { redriveCount });
  }

  mapRunRedriven(mapRunArn: string, redriveCount: number): void {
    this.#add("MapRunRedriven", "mapRunRedrivenEvent", { mapRunArn, redriveCount });
  }

  mapRunEnded(failure?: { readonly error: string; readonly cause: string }): void {
    if (failure === undefined) this.#add("MapRunSucceeded");
    else this.#add("MapRunFailed", "mapRunFailedEvent", failure);
  }

  ended(outcome: Outcome): void {
    const { type, name, details } = ending(outcome);
    this.#add(type, name, details);
    this.#isOver = true;
  }

  /** Takes over what the engine reports. */
  follow(event: EngineEvent): void {
    if (!("state" in event)) return;
    const { name, input } = event.state;
    const type = this.#options.stateTypes.get(name) ?? event.state.type;
    switch (event.type) {
      case "StateEntered":
        this.#hasFailed = false;
        this.#add(`${type}StateEntered`, "stateEnteredEvent", { name, input: JSON.stringify(input) });
        if (type === "Task") this.#scheduled();
        return;
      case "StateRetried":
        this.#hasFailed = false;
        if (type === "Task") this.#scheduled();
        return;
      case "StateFailed":
        this.#hasFailed = true;
        if (type === "Task") this.#taskFailed(event.Error, String(event.Cause));
        return;
      case "StateExited": {
        const output = JSON.stringify(event.state.output ?? null);
        if (type === "Task" && !this.#hasFailed)
          this.#add("TaskSucceeded", "taskSucceededEvent", { ...lambdaInvoke, output });
        this.#add(`${type}StateExited`, "stateExitedEvent", { name, output });
      }
    }
  }

  #scheduled(): void {
    const { region } = this.#options;
    this.#add("TaskScheduled", "taskScheduledEvent", { ...lambdaInvoke, region, parameters: "{}" });
  }

  #taskFailed(error: string, cause: string): void {
    const details = { ...lambdaInvoke, error, cause };
    if (error === "States.Timeout") this.#add("TaskTimedOut", "taskTimedOutEvent", details);
    else this.#add("TaskFailed", "taskFailedEvent", details);
  }

  #add(type: string, name?: string, details: Readonly<Record<string, unknown>> = {}): void {
    // A stopped execution takes a moment to come to rest; nothing of it belongs here.
    if (this.#isOver) return;
    const previousEventId = this.#events.length;
    this.#events.push({
      id: previousEventId + 1,
      previousEventId,
      timestamp: this.#options.clock.now().getTime() / 1000,
      type,
      ...(name === undefined ? {} : { [`${name}Details`]: details }),
    });
  }
}

function ending(outcome: Outcome) {
  switch (outcome.status) {
    case "SUCCEEDED": {
      const details = { output: JSON.stringify(outcome.output) };
      return { type: "ExecutionSucceeded", name: "executionSucceededEvent", details };
    }
    case "FAILED":
      return { type: "ExecutionFailed", name: "executionFailedEvent", details: errorOf(outcome) };
    case "TIMED_OUT":
      return { type: "ExecutionTimedOut", name: "executionTimedOutEvent", details: {} };
    case "ABORTED":
      return { type: "ExecutionAborted", name: "executionAbortedEvent", details: errorOf(outcome) };
  }
}

function errorOf({ error, cause }: { readonly error?: string; readonly cause?: string }) {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}
