import { setTimeout as pause } from "node:timers/promises";
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListMapRunsCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";

/** How far the map run of an execution is, in accounts. */
export interface MapRunProgress {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}

/** How an execution ended. */
export interface ExecutionEnd {
  readonly status: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

/** What following an execution takes. */
export interface FollowTask {
  readonly sfn: SFNClient;
  readonly executionArn: string;
  readonly pollMilliseconds: number;
  onProgress(progress: MapRunProgress): void;
}

/** Follows an execution until it ends. The counts are the map run's own, nothing is guessed. */
export async function followExecution(task: FollowTask): Promise<ExecutionEnd> {
  const { sfn, executionArn, pollMilliseconds, onProgress } = task;
  for (;;) {
    const { status, output, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    const progress = await mapRunProgress(sfn, executionArn);
    if (progress !== undefined) onProgress(progress);
    if (status !== "RUNNING")
      return {
        status: status ?? "UNKNOWN",
        ...(output === undefined ? {} : { output }),
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      };
    await pause(pollMilliseconds);
  }
}

async function mapRunProgress(sfn: SFNClient, executionArn: string): Promise<MapRunProgress | undefined> {
  const { mapRuns = [] } = await sfn.send(new ListMapRunsCommand({ executionArn }));
  const mapRunArn = mapRuns[0]?.mapRunArn;
  if (mapRunArn === undefined) return undefined;
  const { itemCounts } = await sfn.send(new DescribeMapRunCommand({ mapRunArn }));
  if (itemCounts === undefined) return undefined;
  const { total = 0, succeeded = 0, failed = 0, timedOut = 0, aborted = 0 } = itemCounts;
  const lost = failed + timedOut + aborted;
  return { total, done: succeeded + lost, failed: lost };
}
