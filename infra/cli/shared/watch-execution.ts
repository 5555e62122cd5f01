import type { Connection } from "./connection.ts";
import { type ExecutionEnd, followExecution, type MapRunProgress } from "./follow-execution.ts";

/** Gets news of an execution while it is watched. */
export interface Watcher {
  /** Called once Ctrl-C stops watching only. */
  started(): void;
  progress(progress: MapRunProgress): void;
}

/** Watches an execution until it ends, or until Ctrl-C, which stops watching only. */
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
    throw error;
  } finally {
    process.off("SIGINT", interrupt);
  }
}

/** A run over few accounts ends in seconds, one over 50,000 takes an hour: the pauses grow to two seconds. */
function pauseAfter(polls: number): number {
  return Math.min(2_000, 200 + 20 * polls);
}
