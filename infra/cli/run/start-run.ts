import { StartExecutionCommand, StateMachineDoesNotExist } from "@aws-sdk/client-sfn";
import type { RunInput } from "../../../statemachine/contract.ts";
import type { Connection } from "../shared/connection.ts";
import { manualRunName } from "../shared/run-name.ts";
import { notDeployed } from "../shared/run-records.ts";

/** A run that was started just now. */
export interface StartedRun {
  readonly name: string;
  readonly executionArn: string;
  readonly input: RunInput;
  readonly startedAt: string;
}

/**
 * Starts an execution with an input.
 * @throws {CommandError} where there is no Curfew
 */
export async function startRun({ sfn, stateMachineArn }: Connection, input: RunInput): Promise<StartedRun> {
  const name = manualRunName(new Date());
  const start = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
  try {
    const { executionArn = "", startDate = new Date() } = await sfn.send(start);
    return { name, executionArn, input, startedAt: startDate.toISOString() };
  } catch (cause) {
    if (cause instanceof StateMachineDoesNotExist) throw notDeployed(stateMachineArn, cause);
    throw cause;
  }
}
