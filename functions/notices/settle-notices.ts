import pMap from "p-map";
import type { NoticeOutcome } from "../../statemachine/account-result.ts";
import type { NoticeRef } from "../aws/ledger.ts";
import { describeError } from "../runtime/log.ts";
import type { KeyNotice } from "./key-notice.ts";

/** The outcome of one notice to one recipient. */
export interface NoticeResult extends NoticeOutcome {
  readonly accessKeyId: string;
}

/** The outcomes so far. All mails of one account share them. */
export interface Outcomes {
  readonly results: NoticeResult[];
  readonly errors: unknown[];
}

/** How many claims of one mail are written at once, so that the first is not stale before the last is written. */
export const writesAtOnce = 10;

/** Records the outcome of a mail for each of its notices. A failed write does not affect the others. */
export async function settle(
  outcomes: Outcomes,
  notices: readonly KeyNotice[],
  claimId: string,
  write: (ref: NoticeRef) => Promise<void>,
  outcome: NoticeOutcome["outcome"],
  error?: string,
): Promise<void> {
  const settleOne = async (notice: KeyNotice) => {
    try {
      await write(refOf(notice, claimId));
      report(outcomes, [notice], outcome, error);
    } catch (ledgerError) {
      outcomes.errors.push(ledgerError);
      report(outcomes, [notice], "inFlight", describeError(ledgerError));
    }
  };
  await pMap(notices, settleOne, { concurrency: writesAtOnce });
}

/** Adds the outcome of some notices. */
export function report(
  { results }: Outcomes,
  notices: readonly KeyNotice[],
  outcome: NoticeOutcome["outcome"],
  error?: string,
): void {
  for (const { accessKeyId, id, to, as, names } of notices)
    results.push({
      accessKeyId,
      id,
      to,
      as,
      ...(names === undefined ? {} : { names }),
      outcome,
      ...(error === undefined ? {} : { error }),
    });
}

/** A notice as the ledger knows it. */
export function refOf(notice: KeyNotice, claimId: string): NoticeRef {
  const { accessKeyId, userName, createdOn, id, to, as, userType, names, noticeDays, audience, round } =
    notice;
  const key = { accessKeyId, userName, createdOn };
  return { ...key, id, to, as, claimId, userType, names, noticeDays, audience, round };
}
