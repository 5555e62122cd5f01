import type { Connection } from "./connection.ts";
import { type ExecutionEnd, followExecution, type MapRunProgress } from "./follow-execution.ts";

/** Gets news of an execution while it is watched. */
export interface Watcher {
  /** Called once Ctrl-C stops watching only. */
  started(): void;
  progress(progress: MapRunProgress): void;
}

/** An execution was started, and then a call failed that watches it. The execution itself goes on. */
export class WatchFailed extends Error {
  override readonly name = "WatchFailed";
  readonly executionArn: string;

  constructor(executionArn: string, cause: unknown) {
    super(`${executionArn} can no longer be watched`, { cause });
    this.executionArn = executionArn;
  }
}

/**
 * Watches an execution until it ends, or until Ctrl-C, which stops watching only.
 * @throws {WatchFailed} if AWS does not answer or rejects a call
 */
export async function watchExecution(
  { sfn }: Pick<Connection, "sfn">,
  executionArn: string,
  watcher: Watcher,
): Promise<ExecutionEnd | "interrupted"> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once("SIGINT", interrupt);
  try {
    watcher.started();
    return await followExecution({
      sfn,
      executionArn,
      pollMilliseconds: pauseAfter,
      signal: interruption.signal,
      onProgress: watcher.progress,
    });
  } catch (error) {
    if (interruption.signal.aborted) return "interrupted";
    throw new WatchFailed(executionArn, error);
  } finally {
    process.off("SIGINT", interrupt);
  }
}

/** A run over few accounts ends in seconds, one over 50,000 takes an hour: the pauses grow to two seconds. */
function pauseAfter(polls: number): number {
  return Math.min(2_000, 200 + 20 * polls);
}
