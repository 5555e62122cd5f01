import { CommandError } from "./command-error.ts";
import { exitCodes } from "./exit-codes.ts";

/**
 * A number that somebody typed.
 * @throws {CommandError} naming the option, what was expected and what was typed
 */
export function wholeNumber(
  typed: string,
  option: string,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const number = /^\d{1,9}$/.test(typed) ? Number(typed) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new CommandError(
    exitCodes.badInput,
    `${option}: expected a whole number from ${least} to ${most}, got "${typed}"`,
  );
}
