import { addDays, type Day } from "./calendar-day.ts";
import { type NoticeId, type NoticeRecord, sameNotice } from "./notice.ts";

/**
 * Mails about one key are sent on at most this many days in any 30, whatever is done to its user's tags. Warnings stop
 * at `mostWarningDays`, so that the mails about a deactivation or a restore always have room.
 */
const mostMailingDays = 12;
/** Two days are reserved for mails about actions on the key. */
const mostWarningDays = mostMailingDays - 2;
const limitDays = 30;

/**
 * A notice is sent on at most this many days: a new owner gets the notice of a stage, a long series of new owners does
 * not.
 */
const mostDaysOfOneNotice = 2;

/** Whether a warning about the key may be mailed today. */
export function mayWarnToday(notices: readonly NoticeRecord[], today: Day): boolean {
  const since = addDays(today, 1 - limitDays);
  const days = mailingDays(notices.filter(({ on }) => on >= since));
  return days.has(today) || days.size < mostWarningDays;
}

/** Whether a notice may be sent to further owners today. */
export function mayRepeatToday(id: NoticeId, notices: readonly NoticeRecord[], today: Day): boolean {
  const days = mailingDays(notices.filter((notice) => sameNotice(notice.id, id) && notice.as === "owner"));
  return days.has(today) || days.size < mostDaysOfOneNotice;
}

function mailingDays(notices: readonly NoticeRecord[]): Set<Day> {
  return new Set(notices.filter(({ state }) => state !== "refused").map(({ on }) => on));
}
