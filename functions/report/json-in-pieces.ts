import type { RunReport } from "../../statemachine/run-report.ts";

/**
 * The JSON of a report, its lists entry by entry: one of 50,000 accounts is not held a second time as text.
 * @param textOf how a value is written; as plain JSON unless told
 */
export async function* jsonInPieces(
  report: RunReport,
  textOf: (value: unknown) => string = JSON.stringify,
): AsyncGenerator<string> {
  let separator = "{";
  for (const [name, value] of Object.entries(report)) {
    if (value === undefined) continue;
    yield `${separator}${JSON.stringify(name)}:`;
    separator = ",";
    if (Array.isArray(value)) yield* listInPieces(value, textOf);
    else yield textOf(value);
  }
  yield "}";
}

function* listInPieces(list: readonly unknown[], textOf: (value: unknown) => string): Generator<string> {
  yield "[";
  for (const [index, entry] of list.entries()) yield (index === 0 ? "" : ",") + textOf(entry);
  yield "]";
}
