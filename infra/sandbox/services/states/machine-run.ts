import {
  ExecutionAbortedError,
  ExecutionError,
  ExecutionTimeoutError,
  type RunOptions,
} from "aws-local-stepfunctions";
import { bytesOf, dataLimitBytes, dataLimitExceeded } from "./data-limit.ts";
import { type EngineEvent, engineFor, type TaskHandlers } from "./engine.ts";
import type { JsonValue } from "./json.ts";
import type { PreparedMachine } from "./prepare-definition.ts";

/** What an execution came to. */
export type Outcome =
  | { readonly status: "SUCCEEDED"; readonly output: JsonValue }
  | { readonly status: "FAILED"; readonly error: string; readonly cause: string }
  | { readonly status: "TIMED_OUT" }
  | { readonly status: "ABORTED"; readonly error?: string; readonly cause?: string };

/** One run of a prepared state machine in the engine. */
export interface MachineRun {
  readonly machine: PreparedMachine;
  readonly input: JsonValue;
  /** The context object, with `OfExecution` for `Execution`. */
  readonly context: NonNullable<RunOptions["context"]>;
  readonly handlers: TaskHandlers;
  /** Stops the run; the reason is its outcome where it is one. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: EngineEvent) => void;
}

/** Runs it to its end. A state whose output is over the limit fails the execution, as on AWS. */
export async function runMachine(run: MachineRun): Promise<Outcome> {
  const engine = engineFor(run.machine.definition).run(run.input, {
    context: run.context,
    overrides: { taskResourceLocalHandlers: run.handlers },
  });
  const abort = () => engine.abort();
  run.signal.addEventListener("abort", abort);
  if (run.signal.aborted) abort();
  const followed = follow(engine.eventLogs, run.onEvent, abort);
  const [outcome, oversized] = await Promise.all([settled(engine.result), followed]);
  run.signal.removeEventListener("abort", abort);
  if (oversized === undefined) return outcome;
  const { name, message } = dataLimitExceeded(`The state/task '${oversized}'`);
  return { status: "FAILED", error: name, cause: message };
}

/** Passes every event on. At an output over the limit it stops the run and names the state. */
async function follow(
  events: AsyncIterable<EngineEvent>,
  onEvent: (event: EngineEvent) => void,
  abort: () => void,
): Promise<string | undefined> {
  let oversized: string | undefined;
  for await (const event of events) {
    onEvent(event);
    if (event.type !== "StateExited" || bytesOf(event.state.output ?? null) <= dataLimitBytes) continue;
    oversized ??= event.state.name;
    abort();
  }
  return oversized;
}

async function settled(result: Promise<JsonValue>): Promise<Outcome> {
  try {
    return { status: "SUCCEEDED", output: await result };
  } catch (error) {
    if (error instanceof ExecutionTimeoutError) return { status: "TIMED_OUT" };
    if (error instanceof ExecutionAbortedError) return { status: "ABORTED" };
    if (!(error instanceof ExecutionError)) throw error;
    const { cause } = error;
    return cause instanceof Error
      ? { status: "FAILED", error: cause.name, cause: cause.message }
      : { status: "FAILED", error: "States.Runtime", cause: String(cause) };
  }
}
