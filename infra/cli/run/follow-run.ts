import type { Connection } from "../shared/connection.ts";
import { type ExecutionEnd, followExecution, type MapRunProgress } from "../shared/follow-execution.ts";
import type { StartedRun } from "./start-run.ts";

/** Who follows a run. */
export interface Follower {
  /** Says that it has started, once Ctrl-C does no harm any more. */
  started(): void;
  progress(progress: MapRunProgress): void;
}

/** Follows a run to its end, or to Ctrl-C, which ends the following only. */
export async function followRun(
  { sfn }: Connection,
  { executionArn }: Pick<StartedRun, "executionArn">,
  follower: Follower,
): Promise<ExecutionEnd | "interrupted"> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once("SIGINT", interrupt);
  try {
    follower.started();
    return await followExecution({
      sfn,
      executionArn,
      pollMilliseconds: pauseAfter,
      signal: interruption.signal,
      onProgress: follower.progress,
    });
  } catch (error) {
    if (interruption.signal.aborted) return "interrupted";
    throw error;
  } finally {
    process.off("SIGINT", interrupt);
  }
}

/** A run over few accounts is over in seconds, one over 50,000 takes an hour: the pauses grow to two seconds. */
function pauseAfter(looks: number): number {
  return Math.min(2_000, 200 + 20 * looks);
}
