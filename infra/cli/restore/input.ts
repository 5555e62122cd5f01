import { parse } from "../../../functions/runtime/parse.ts";
import {
  type RestoreInput,
  restoreKeyInputSchema,
  restoreRunInputSchema,
} from "../../../statemachine/restore.ts";
import { CommandError } from "../shared/command-error.ts";
import { exitCodes } from "../shared/exit-codes.ts";

/** What becomes of a restored key, and why. */
export interface RestoreDetails {
  readonly days: number;
  readonly reason: string;
}

/** A restore is about one key, or about everything that one run deactivated. */
export type RestoreTarget = { readonly key: string } | { readonly run: string };

/** The arguments that say what to restore. */
interface RestoreArguments {
  readonly key?: string | undefined;
  readonly run?: string | undefined;
  /** The account of the key. A run is restored as a whole. */
  readonly account?: string | undefined;
}

/**
 * What a command line asks to restore.
 * @throws {CommandError} if it names neither a key nor a run, or both, or an account with a run
 */
export function restoreTarget({ key, run, account }: RestoreArguments): RestoreTarget {
  if (run !== undefined && account !== undefined)
    throw new CommandError(
      exitCodes.badInput,
      "--run restores the keys of all accounts, so it cannot be combined with --account.\nPass a key to restore only that key.",
    );
  if (key !== undefined && run !== undefined)
    throw new CommandError(exitCodes.badInput, "Pass a key or --run, not both.");
  if (key !== undefined) return { key };
  if (run !== undefined) return { run };
  throw new CommandError(
    exitCodes.badInput,
    "Pass a key (full ID, last four characters or user name), or --run with the name of a run.",
  );
}

/**
 * The input of a restore, checked by the restore function's own schemas.
 * @throws {InvalidInput} naming the field, the value and what was expected
 */
export function restoreInput(
  target:
    | { readonly accountId: string; readonly accessKeyId: string }
    | { readonly run: string; readonly day: string },
  { days, reason }: RestoreDetails,
): RestoreInput {
  const value = { ...target, days, reason };
  return "run" in target
    ? parse(restoreRunInputSchema, value, "restore")
    : parse(restoreKeyInputSchema, pick(value), "restore");
}

/** A found key may carry more than the input has room for. */
function pick(value: { accountId?: string; accessKeyId?: string } & RestoreDetails) {
  const { accountId, accessKeyId, days, reason } = value;
  return { accountId, accessKeyId, days, reason };
}
