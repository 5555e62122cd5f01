import type { Ledger } from "../../aws/ledger.ts";
import type { Histories } from "../inventory/read-user.ts";

/** How old the ledger's entries may be. The conditional write of the intention finds what changed since. */
const recentMilliseconds = 30_000;

/** The account's entries in the ledger. One Query reads all of them, so consecutive planned keys share it. */
export function recentHistories({
  ledger,
  now,
}: {
  readonly ledger: Pick<Ledger, "histories">;
  now(): Date;
}): () => Promise<Histories> {
  let readAt = Number.NEGATIVE_INFINITY;
  let histories: Histories = new Map();
  return async () => {
    const time = now().getTime();
    if (time - readAt > recentMilliseconds) {
      histories = await ledger.histories();
      readAt = time;
    }
    return histories;
  };
}
