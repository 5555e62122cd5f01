import * as fc from "fast-check";
import { InvalidInput } from "../../functions/runtime/parse.ts";
import { propertyCases } from "../support/property-cases.ts";

/** How many inputs had each outcome. */
export interface Fared {
  inputs: number;
  /** Refused with an error that says what is wrong. */
  refused: number;
  /** Read, and handled to the end. */
  taken: number;
}

/** No input was tried yet. */
function nothingYet(): Fared {
  return { inputs: 0, refused: 0, taken: 0 };
}

/** Tries `propertyCases` inputs. `use` counts the outcome of each in the result. */
export async function tryAll<Input>(
  inputs: fc.Arbitrary<Input>,
  use: (input: Input, fared: Fared) => Promise<void>,
): Promise<Fared> {
  const fared = nothingYet();
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      fared.inputs += 1;
      await use(input, fared);
    }),
    { numRuns: propertyCases },
  );
  return fared;
}

/**
 * Gives a function random inputs. Each must be handled to the end, or refused with an `InvalidInput` that names the
 * field, or says what was expected instead of the whole value. Any other error fails the test.
 * @param what the text at the start of each refusal
 * @param afterRefusal checks what must not have happened then
 */
export function clearOrRight<Input>(
  inputs: fc.Arbitrary<Input>,
  what: string,
  use: (input: Input) => unknown,
  afterRefusal: (input: Input) => void = () => undefined,
): Promise<Fared> {
  return tryAll(inputs, async (input, fared) => {
    try {
      await use(input);
      fared.taken += 1;
    } catch (error) {
      if (!isClear(error, what)) throw error;
      fared.refused += 1;
      afterRefusal(input);
    }
  });
}

function isClear(error: unknown, what: string): boolean {
  if (!(error instanceof InvalidInput) || !error.message.startsWith(what)) return false;
  return (
    error.issues.length > 0 &&
    error.issues.every((issue) => /^\S.*: \S|^expected \S.*, got \S|unknown field "/s.test(issue))
  );
}

/** Errors that the state machines handle. */
const known = new Set([
  "Interrupted",
  "AccountUnreachable",
  "NoticesInFlight",
  "StaleRun",
  "SenderUnusable",
  "RestoreNotificationFailed",
]);

/** Whether a function ended without an error, or with one of those in `functions/runtime/errors.ts`. */
export function isKnownEnd(error: unknown): boolean {
  return error === undefined || (error instanceof Error && known.has(error.name));
}
