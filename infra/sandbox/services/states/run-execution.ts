import type { DeployedMachine } from "./deployed-machine.ts";
import type { TaskHandlers } from "./engine.ts";
import type { Execution } from "./execution.ts";
import { parseJson } from "./json.ts";
import { invokeFunction } from "./lambda-task.ts";
import { runMachine } from "./machine-run.ts";
import type { PreparedMachine } from "./prepare-definition.ts";

/**
 * Runs an execution to its end: a started one by its state machine, or a Map's child by the ItemProcessor.
 * @param maps the handlers of the Map states, which a child has none of
 */
export async function runExecution(
  execution: Execution,
  machine: PreparedMachine,
  deployed: DeployedMachine,
  maps: TaskHandlers = {},
): Promise<void> {
  const { input, history } = execution.start;
  const { clients, clock } = deployed;
  const tasks = machine.tasks.map((name): [string, TaskHandlers[string]] => [
    name,
    (parameters) => invokeFunction(clients, parameters, execution.signal),
  ]);
  const outcome = await runMachine({
    machine,
    input: parseJson(input),
    context: contextObject(execution, deployed),
    handlers: { ...Object.fromEntries(tasks), ...maps },
    signal: execution.signal,
    onEvent: (event) => history?.follow(event),
  });
  execution.end(outcome, clock.now());
}

/**
 * What payload templates see of the execution (Step Functions developer guide, "Accessing execution data
 * from the Context object"), by the name that the engine leaves alone.
 */
export function contextObject({ start }: Execution, { spec }: DeployedMachine) {
  return {
    OfExecution: {
      Id: start.arn,
      Input: parseJson(start.input),
      Name: start.name,
      RoleArn: spec.roleArn,
      StartTime: start.startDate.toISOString(),
    },
    StateMachine: { Id: spec.arn, Name: spec.name },
  };
}
