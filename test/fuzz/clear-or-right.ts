import * as fc from "fast-check";
import { InvalidInput } from "../../functions/runtime/parse.ts";

/** How inputs fared. */
export interface Fared {
  readonly inputs: number;
  /** Turned away with an error that names what is wrong. */
  readonly refused: number;
  /** Taken, and dealt with to the end. */
  readonly taken: number;
}

/**
 * Holds random inputs against a function: each must come to its end, or be turned away by an `InvalidInput`
 * that names the field; `afterRefusal` then says what must not have happened.
 * @param what stands in front of each refusal
 */
export async function clearOrRight<Input>(
  inputs: fc.Arbitrary<Input>,
  runs: number,
  what: string,
  use: (input: Input) => unknown,
  afterRefusal: (input: Input) => void = () => undefined,
): Promise<Fared> {
  const fared = { inputs: 0, refused: 0, taken: 0 };
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      fared.inputs += 1;
      try {
        await use(input);
        fared.taken += 1;
      } catch (error) {
        if (!isClear(error, what)) throw error;
        fared.refused += 1;
        afterRefusal(input);
      }
    }),
    { numRuns: runs },
  );
  return fared;
}

function isClear(error: unknown, what: string): boolean {
  if (!(error instanceof InvalidInput) || !error.message.startsWith(what)) return false;
  return error.issues.length > 0 && error.issues.every((issue) => /^\S.*: \S|unknown field "/s.test(issue));
}
