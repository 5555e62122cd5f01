import { paginateGetExecutionHistory, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { parse } from "../../functions/runtime/parse.ts";
import { type ExecutionEnd, followExecution } from "../../infra/cli/shared/follow-execution.ts";
import { type RunSummary, runSummarySchema } from "../../statemachine/run-summary.ts";
import type { ClientConfig } from "./test-cloud.ts";

/** How an execution ended, and what its Report state came to. */
export interface EndedExecution {
  readonly end: ExecutionEnd;
  readonly summary: RunSummary | undefined;
}

/** Starts an execution, waits for its end, and reads its summary by the contract, whether it failed or not. */
export async function execute(
  config: ClientConfig,
  stateMachineArn: string,
  name: string,
  input: object,
): Promise<EndedExecution> {
  const sfn = new SFNClient(config);
  try {
    const start = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
    const { executionArn = "" } = await sfn.send(start);
    const end = await followExecution({
      sfn,
      executionArn,
      pollMilliseconds: 50,
      onProgress: () => undefined,
    });
    return { end, summary: await summaryOf(sfn, executionArn) };
  } finally {
    sfn.destroy();
  }
}

/** From the history: a failed execution has no output, but its Report state had one. */
async function summaryOf(client: SFNClient, executionArn: string): Promise<RunSummary | undefined> {
  for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn }))
    for (const { stateExitedEventDetails: exited } of events)
      if (exited?.name === "Report" && exited.output !== undefined)
        return parse(runSummarySchema, JSON.parse(exited.output), "output of the Report state");
  return undefined;
}
