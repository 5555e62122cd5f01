import { StartExecutionCommand, StateMachineDoesNotExist } from "@aws-sdk/client-sfn";
import type { Connection } from "./connection.ts";
import { notDeployed } from "./run-records.ts";

/** An execution that was just started. */
export interface StartedExecution {
  readonly name: string;
  readonly executionArn: string;
  readonly startedAt: string;
}

/**
 * Starts an execution of one of Curfew's state machines.
 * @throws {CommandError} if the state machine does not exist
 */
export async function startExecution(
  { sfn }: Pick<Connection, "sfn">,
  stateMachineArn: string,
  name: string,
  input: object,
): Promise<StartedExecution> {
  try {
    const { executionArn = "", startDate = new Date() } = await sfn.send(
      new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
    );
    return { name, executionArn, startedAt: startDate.toISOString() };
  } catch (cause) {
    if (cause instanceof StateMachineDoesNotExist) throw notDeployed(stateMachineArn, cause);
    throw cause;
  }
}
