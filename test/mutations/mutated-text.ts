import type { Mutation } from "./mutation.ts";

/**
 * A file's text as a mutation leaves it.
 * @throws {Error} where what it replaces is not there exactly once: the code has moved on and the mutation has not
 */
export function mutatedText(text: string, { breaks, file, replace, by }: Mutation): string {
  const parts = text.split(replace);
  const [before, after] = parts;
  if (parts.length !== 2 || before === undefined || after === undefined)
    throw new Error(`"${breaks}" replaces what stands ${parts.length - 1} times in ${file}`);
  return before + by + after;
}
