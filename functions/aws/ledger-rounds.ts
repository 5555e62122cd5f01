import { type KeyHistory, type RevocationCause, revoked } from "../domain/key-history.ts";
import { Interrupted } from "../runtime/errors.ts";
import type { Ledger, LedgerKey } from "./ledger.ts";
import {
  dayOfWriting,
  inRound,
  type LedgerPlace,
  type LedgerWrite,
  readEntry,
  writeEntry,
} from "./ledger-writes.ts";

/** A write that begins a round, with its other values and conditions. */
export interface RoundWrite extends Pick<LedgerWrite, "set" | "remove" | "condition" | "names" | "values"> {
  readonly by: RevocationCause;
  /** What a failed write means: already recorded by this run, overtaken, or (`undefined`) try again. */
  afterFailure(history: KeyHistory): "recorded" | "overtaken" | undefined;
}

/** A try fails only if another execution has begun a round meanwhile. */
const mostTries = 5;

/**
 * Begins a round. The list of revocations is written as a whole, to keep it short. It is therefore read first, and the
 * write fails if another round has begun since.
 * @throws {Interrupted} if other executions begin rounds faster than this one can write
 */
export async function beginRound(
  place: LedgerPlace,
  key: LedgerKey,
  { by, set, remove = [], condition, names, values, afterFailure }: RoundWrite,
): Promise<"recorded" | "overtaken"> {
  const { writer } = place;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const history = await readEntry(place, key.accessKeyId);
    const { round, revocations, restarts } = revoked(history, by, dayOfWriting(writer), writer.run);
    const unchanged = inRound(history.round);
    const isWritten = await writeEntry(place, key, {
      set: { ...set, round, revocations, restarts },
      remove: [...remove, "waiting"],
      condition: condition === undefined ? unchanged.condition : `${unchanged.condition} AND ${condition}`,
      names: { ...unchanged.names, ...names },
      values: { ...unchanged.values, ...values },
    });
    if (isWritten) return "recorded";
    const answer = afterFailure(await readEntry(place, key.accessKeyId));
    if (answer !== undefined) return answer;
  }
  throw new Interrupted(`another execution changed the ledger entry of a key ${mostTries} times`);
}

/** The write that revokes notices. */
export function roundWrites(place: LedgerPlace): Pick<Ledger, "revoke"> {
  const { writer } = place;
  return {
    revoke(key, by, seenRound) {
      return beginRound(place, key, {
        by,
        condition: seenRound === 0 ? "(attribute_not_exists(#seen) OR #seen = :seen)" : "#seen = :seen",
        names: { "#seen": "round" },
        values: { ":seen": seenRound },
        // The SDK repeats a write after a lost answer. The repetition then finds the round that the first write began.
        afterFailure({ round, revocations }) {
          const last = revocations.at(-1);
          const isOurs = round === seenRound + 1 && last?.by === by && last.run === writer.run;
          return isOurs ? "recorded" : "overtaken";
        },
      });
    },
  };
}
