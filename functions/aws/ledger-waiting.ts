import type { Day } from "../domain/calendar-day.ts";
import type { LedgerKey } from "./ledger.ts";
import { dayOfWriting, type EntryPlace, writeEntry } from "./ledger-writes.ts";

/** A key that waits, as the decision saw it. */
export interface WaitingKey extends LedgerKey {
  readonly round: number;
  /** The latest day that a standing notice named. */
  readonly named: Day;
}

/**
 * Counts today as a day on which the key waits, at most once a day. Days of waiting before the named day are forgotten.
 * The round of the key is not checked, because the plan function may not access it. Days that are counted for another
 * round than the key's own have no effect (`staleness`), and a later round's count is never replaced.
 */
export async function recordWaiting(place: EntryPlace, { round, named, ...key }: WaitingKey): Promise<void> {
  const utcDay = dayOfWriting(place.writer);
  const names = { "#waiting": "waiting", "#round": "round", "#last": "last" };
  const values = { ":round": round, ":named": named };
  const counted = await writeEntry(place, key, {
    also: ["#waiting.#days = #waiting.#days + :one", "#waiting.#last = :today"],
    condition: "#waiting.#round = :round AND #waiting.#last < :today AND #waiting.#last >= :named",
    names: { ...names, "#days": "days" },
    values: { ...values, ":today": utcDay, ":one": 1 },
  });
  if (counted) return;
  // The first day of waiting in this round, or since a later day was named. Otherwise today is counted already.
  await writeEntry(place, key, {
    set: { waiting: { round, days: 1, last: utcDay } },
    condition:
      "attribute_exists(accessKeyId) AND (attribute_not_exists(#waiting) OR #waiting.#round < :round OR #waiting.#round = :round AND #waiting.#last < :named)",
    names,
    values,
  });
}
