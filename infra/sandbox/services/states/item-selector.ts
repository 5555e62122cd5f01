import { engineFor } from "./engine.ts";
import type { JsonValue } from "./json.ts";
import type { PreparedMap } from "./prepare-definition.ts";
import { terminalError } from "./state-error.ts";

/** Makes the input of a child from an item. */
export type ItemSelector = (item: JsonValue, index: number) => Promise<JsonValue>;

/**
 * The ItemSelector of a Map, evaluated by the engine as the Parameters of a Pass state; without one the
 * item itself is the input (Step Functions developer guide, "ItemSelector (Map)").
 */
export function itemSelector(
  { itemSelector: template }: PreparedMap,
  context: Readonly<Record<string, unknown>>,
  mapInput: JsonValue,
): ItemSelector {
  if (template === undefined) return async (item) => item;
  const pass = { StartAt: "Item", States: { Item: { Type: "Pass", Parameters: template, End: true } } };
  const engine = engineFor(pass);
  return async (item, index) => {
    const itemContext = { ...context, Map: { Item: { Index: index, Value: item } } };
    try {
      return await engine.run(mapInput, { context: itemContext }).result;
    } catch (error) {
      // The engine wraps what went wrong; a path without a value is the only thing that can.
      const reason = error instanceof Error ? (error.cause ?? error) : error;
      throw terminalError("States.Runtime", reason instanceof Error ? reason.message : String(reason));
    }
  };
}
