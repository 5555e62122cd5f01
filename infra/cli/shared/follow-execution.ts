import { setTimeout as pause } from "node:timers/promises";
import {
  DescribeExecutionCommand,
  DescribeMapRunCommand,
  ListMapRunsCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";

/** How far the Map of an execution is, in items. */
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

/** What `followExecution` needs. */
export interface FollowTask {
  readonly sfn: SFNClient;
  readonly executionArn: string;
  /** Between two polls; a function of the number of polls, where the pauses grow. */
  readonly pollMilliseconds: number | ((looks: number) => number);
  /** Stops following; the execution goes on. */
  readonly signal?: AbortSignal;
  onProgress(progress: MapRunProgress): void;
}

/**
 * Follows an execution until it ends. The counts are those of its latest Map.
 * @throws {Error} `AbortError`, where the signal ended the following
 */
export async function followExecution(task: FollowTask): Promise<ExecutionEnd> {
  const { sfn, executionArn, pollMilliseconds, signal, onProgress } = task;
  const options = signal === undefined ? {} : { abortSignal: signal };
  const mapRun = mapRunOf(sfn, executionArn);
  for (let looks = 1; ; looks += 1) {
    const found = await sfn.send(new DescribeExecutionCommand({ executionArn }), options);
    const progress = await mapRun();
    if (progress !== undefined) onProgress(progress);
    const { status = "UNKNOWN", output, error, cause } = found;
    if (status !== "RUNNING")
      return {
        status,
        ...(output === undefined ? {} : { output }),
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      };
    const wait = typeof pollMilliseconds === "number" ? pollMilliseconds : pollMilliseconds(looks);
    await pause(wait, undefined, signal === undefined ? {} : { signal });
  }
}

/** The execution has one map run; once it is found it is not looked for again, for ListMapRuns is throttled hard. */
function mapRunOf(sfn: SFNClient, executionArn: string): () => Promise<MapRunProgress | undefined> {
  let mapRunArn: string | undefined;
  return async () => {
    mapRunArn ??= (await sfn.send(new ListMapRunsCommand({ executionArn }))).mapRuns?.[0]?.mapRunArn;
    if (mapRunArn === undefined) return undefined;
    const { itemCounts } = await sfn.send(new DescribeMapRunCommand({ mapRunArn }));
    if (itemCounts === undefined) return undefined;
    const { total = 0, succeeded = 0, failed = 0, timedOut = 0, aborted = 0 } = itemCounts;
    const lost = failed + timedOut + aborted;
    return { total, done: succeeded + lost, failed: lost };
  };
}
