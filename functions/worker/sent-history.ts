import type { Day } from "../domain/calendar-day.ts";
import type { KeyHistory } from "../domain/key-history.ts";
import { type NoticeDue, type NoticeRecord, sameNotice } from "../domain/notice.ts";
import type { NoticeResult } from "../notices/settle-notices.ts";

/** Which run sent, and on which true UTC day. */
export interface SentBy {
  readonly run: string;
  readonly utcDay: Day;
  /** The user type of the policy. Absent if it is unknown. */
  readonly userType?: string | undefined;
}

/**
 * The history after a notice was sent, as it is now in the ledger, so that the key can be evaluated again without
 * reading the ledger. SES's refusals decide whether the fallback contact gets the notice too.
 */
export function afterSending(
  history: KeyHistory,
  notice: NoticeDue,
  results: readonly NoticeResult[],
  { run, utcDay, userType }: SentBy,
): KeyHistory {
  const { id, names, noticeDays, audience } = notice;
  const { round } = history;
  const records = results.flatMap(({ to, as, outcome, id: sentId }): NoticeRecord[] => {
    if (!sameNotice(id, sentId) || (outcome !== "sent" && outcome !== "refused")) return [];
    const delivery = { state: "unknown" } as const;
    const base = { id, to, as, on: utcDay, run, claimId: run, round, userType, audience, delivery };
    return [{ ...base, state: outcome, names, noticeDays }];
  });
  const isReplaced = (known: NoticeRecord) =>
    records.some(({ to }) => to === known.to && sameNotice(id, known.id));
  return { ...history, notices: [...history.notices.filter((known) => !isReplaced(known)), ...records] };
}
