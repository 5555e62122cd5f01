import { type RunOptions, StateMachine } from "aws-local-stepfunctions";

/** What the engine reports while it runs. */
export type EngineEvent =
  ReturnType<StateMachine["run"]>["eventLogs"] extends AsyncGenerator<infer Event> ? Event : never;

/** The functions that do the work of Task states, by the state's name. */
export type TaskHandlers = NonNullable<NonNullable<RunOptions["overrides"]>["taskResourceLocalHandlers"]>;

/** A definition that went through the guard and was prepared, in the engine. */
export function engineFor(definition: object): StateMachine {
  return inEngine(definition, true);
}

/**
 * Definitions that have passed. The validator compiles its schema anew each time, which takes a quarter of a second.
 */
const sound = new Set<string>();

/**
 * Checks what a schema cannot: that every state can be reached, that transitions have a target and that
 * there is an end. The engine's own validator does it.
 * @throws if the definition fails
 */
export function checkStructure(definition: object): void {
  const text = JSON.stringify(definition);
  if (sound.has(text)) return;
  inEngine(definition, false);
  sound.add(text);
}

/** As JSON, because the engine's types know less of the language than its code and its validator do. */
function inEngine(definition: object, noValidate: boolean): StateMachine {
  return new StateMachine(JSON.parse(JSON.stringify(definition)), { validationOptions: { noValidate } });
}
