import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { CommandError } from "../shared/command-error.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { didYouMeanKey, severalKeys, type Wanted, wantedText } from "../shared/find-keys.ts";
import type { LedgerEntry } from "../shared/ledger-search.ts";

/** The key that a restore is about. */
export interface RestorableKey {
  readonly accountId: string;
  readonly accessKeyId: string;
}

/**
 * Chooses the key that somebody means among those that the ledger found. A full key ID is taken as it is, so that the
 * restore function can answer. Of a user or of last four characters, keys that Curfew has deactivated and nobody has
 * restored since come first; then those that were restored, because that restore may have failed halfway.
 * @throws {CommandError} if none or several match
 */
export function chosenKey(
  wanted: Wanted,
  found: readonly LedgerEntry[],
  similar: readonly LedgerEntry[] = [],
): RestorableKey {
  const candidates = "accessKeyId" in wanted ? found : restorable(found);
  const [first, ...others] = candidates;
  if (first === undefined) throw noneFound(wanted, found, similar.filter(isDeactivated));
  if (others.length === 0) return first;
  throw severalKeys(wanted, candidates.map(listed), "Pass the account, or the full key ID:");
}

function listed(key: LedgerEntry) {
  return { ...key, accountName: deactivatedText(key) };
}

function restorable(found: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const deactivated = found.filter(isDeactivated);
  return deactivated.length > 0 ? deactivated : found.filter(({ restore }) => restore !== undefined);
}

/** Also if the deactivation was interrupted; the restore function checks whether it took effect. */
function isDeactivated({ deactivation, restore }: LedgerEntry): boolean {
  return deactivation !== undefined && restore?.deactivation !== deactivation.number;
}

function deactivatedText({ deactivation }: LedgerEntry): string {
  return deactivation === undefined ? "" : `deactivated ${deactivation.on}`;
}

function noneFound(
  wanted: Wanted,
  found: readonly LedgerEntry[],
  similar: readonly LedgerEntry[],
): CommandError {
  const known = found.map(({ accessKeyId }) => maskedKeyId(accessKeyId)).join(", ");
  return new CommandError(
    exitCodes.badInput,
    found.length === 0
      ? `The ledger has no ${wantedText(wanted)}, so Curfew has not deactivated it.${didYouMeanKey(similar.map(listed))}`
      : `There is nothing to restore. Curfew did not deactivate these keys: ${known}.`,
  );
}
