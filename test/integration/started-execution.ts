import {
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { parse } from "../../functions/runtime/parse.ts";
import { followExecution } from "../../infra/cli/shared/follow-execution.ts";
import { type RunSummary, runSummarySchema } from "../../statemachine/run-summary.ts";
import type { ClientConfig, EndedExecution } from "./test-cloud.ts";

/** Starts an execution and waits for its end. */
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
    return { id: name, executionArn, ...(await ended(sfn, executionArn)) };
  } finally {
    sfn.destroy();
  }
}

/** Redrives an execution and waits for its end. */
export async function redrive(
  config: ClientConfig,
  { id, executionArn }: Pick<EndedExecution, "id" | "executionArn">,
): Promise<EndedExecution> {
  const sfn = new SFNClient(config);
  try {
    await sfn.send(new RedriveExecutionCommand({ executionArn }));
    return { id, executionArn, ...(await ended(sfn, executionArn)) };
  } finally {
    sfn.destroy();
  }
}

function ended(sfn: SFNClient, executionArn: string) {
  return followExecution({ sfn, executionArn, pollMilliseconds: 100, onProgress: () => undefined });
}

/** The summary of a run from its history: a failed execution has no output, but its Report state had one. */
export async function summaryOf(config: ClientConfig, executionArn: string): Promise<RunSummary | undefined> {
  const client = new SFNClient(config);
  let summary: RunSummary | undefined;
  try {
    for await (const { events = [] } of paginateGetExecutionHistory({ client }, { executionArn }))
      for (const { stateExitedEventDetails: exited } of events)
        if (exited?.name === "Report" && exited.output !== undefined)
          summary = parse(runSummarySchema, JSON.parse(exited.output), "output of the Report state");
    return summary;
  } finally {
    client.destroy();
  }
}
