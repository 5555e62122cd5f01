import type { NoticeOutcome } from "../../statemachine/account-result.ts";
import type { KeyHistory } from "../domain/key-history.ts";

/**
 * The notices that earlier attempts of a run sent about a key, from the ledger, so that the result says what the run
 * did and not only what its last attempt did.
 */
export function noticesOfRun({ notices }: KeyHistory, runId: string): NoticeOutcome[] {
  return notices.flatMap(({ id, to, as, state, run, names }): NoticeOutcome[] =>
    run !== runId || state === "claimed"
      ? []
      : [{ id, to, as, ...(names === undefined ? {} : { names }), outcome: state }],
  );
}
