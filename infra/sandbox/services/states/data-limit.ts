import type { JsonValue } from "./json.ts";
import { type StateError, terminalError } from "./state-error.ts";

/** Input or output of a task, state or execution (Step Functions developer guide, "Service quotas"). */
export const dataLimitBytes = 262_144;

/** How many bytes a value takes as JSON. */
export function bytesOf(value: JsonValue): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** @param what `The state/task 'EnforceAccount'` */
export function dataLimitExceeded(what: string): StateError {
  return terminalError(
    "States.DataLimitExceeded",
    `${what} returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
}

/**
 * The value itself, where a state may hold that much.
 * @throws {StateError} States.DataLimitExceeded
 */
export function withinDataLimit<Value extends JsonValue>(value: Value, what: string): Value {
  if (bytesOf(value) > dataLimitBytes) throw dataLimitExceeded(what);
  return value;
}
