import type { DeployedMachine } from "./deployed-machine.ts";
import type { TaskHandlers } from "./engine.ts";
import type { Execution } from "./execution.ts";
import { parseJsonValue } from "./json.ts";
import { invokeFunction } from "./lambda-task.ts";
import { runMachine } from "./machine-run.ts";
import type { PreparedMachine } from "./prepare-definition.ts";

/**
 * Runs an execution to its end: a started one by its state machine, or a Map's child by the ItemProcessor.
 * A redriven one continues at the state where it ended (Step Functions developer guide, "Redriving executions").
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
  const goOn = execution.redrives.count === 0 ? undefined : execution.lastEntered;
  const tasks = machine.tasks.map((name): [string, TaskHandlers[string]] => [
    name,
    (parameters) => invokeFunction(clients, parameters, execution.signal),
  ]);
  const outcome = await runMachine({
    machine: goOn === undefined ? machine : startingAt(machine, goOn.name),
    input: goOn?.input ?? parseJsonValue(input),
    context: contextObject(execution, deployed),
    handlers: { ...Object.fromEntries(tasks), ...maps },
    signal: execution.signal,
    onEvent(event) {
      if (event.type === "StateEntered") execution.entered(event.state);
      history?.follow(event);
    },
  });
  execution.end(outcome, clock.now());
}

function startingAt(machine: PreparedMachine, StartAt: string): PreparedMachine {
  return { ...machine, definition: { ...machine.definition, StartAt } };
}

/**
 * What payload templates see of the execution (Step Functions developer guide, "Accessing execution data
 * from the Context object"), by the name that the engine leaves alone.
 */
export function contextObject({ start }: Execution, { spec }: DeployedMachine) {
  return {
    OfExecution: {
      Id: start.arn,
      Input: parseJsonValue(start.input),
      Name: start.name,
      RoleArn: spec.roleArn,
      StartTime: start.startDate.toISOString(),
    },
    StateMachine: { Id: spec.arn, Name: spec.name },
  };
}
