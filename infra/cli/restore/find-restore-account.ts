import { searchLedger } from "../replay/ledger-entries.ts";
import { CommandError } from "../shared/command-error.ts";
import type { Connection } from "../shared/connection.ts";
import { exitCodes } from "../shared/exit-codes.ts";

/**
 * The account of a key that Curfew switched off: the ledger knows it, for nothing is switched off without it.
 * @throws {CommandError} where the ledger knows no such key
 */
export async function findRestoreAccount(connection: Connection, accessKeyId: string): Promise<string> {
  const [found] = await searchLedger(connection, { accessKeyId });
  if (found !== undefined) return found.accountId;
  throw new CommandError(
    exitCodes.badInput,
    "The ledger knows no such key, so Curfew has not switched it off. Was the id given in full?",
  );
}
