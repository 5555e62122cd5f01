import { addDays, type Day } from "./calendar-day.ts";
import { type NoticeId, type NoticeRecord, sameNotice } from "./notice.ts";

/**
 * Mails about one key are sent on at most this many days in any 30, whatever is done to its user's tags. Only a restore,
 * which an operator decides, and the deactivation after it can add days.
 */
export const mostMailingDays = 12;
/** Warnings leave two days for the mails about a deactivation: the day itself, and one for recipients who were missed. */
const mostWarningDays = mostMailingDays - 2;
/** The period of these limits. */
export const limitDays = 30;

/**
 * A notice is sent on at most this many days: a new owner gets the notice of a stage, a long series of new owners does
 * not.
 */
const mostDaysOfOneNotice = 2;

/** Whether a notice may be mailed today. The first mail about a deactivation and all mails about a restore always may. */
export function mayMailToday(id: NoticeId, notices: readonly NoticeRecord[], today: Day): boolean {
  if (id.type === "restored") return true;
  if (id.type !== "deactivated") return mayWarnToday(notices, today);
  const isFirst = !notices.some((notice) => sameNotice(notice.id, id) && notice.state === "sent");
  return isFirst || hasRoomToday(notices, today, mostMailingDays);
}

/** Whether a warning about the key may be mailed today. */
export function mayWarnToday(notices: readonly NoticeRecord[], today: Day): boolean {
  return hasRoomToday(notices, today, mostWarningDays);
}

function hasRoomToday(notices: readonly NoticeRecord[], today: Day, mostDays: number): boolean {
  const since = addDays(today, 1 - limitDays);
  const days = mailingDays(notices.filter(({ on }) => on >= since));
  return days.has(today) || days.size < mostDays;
}

/** Whether a notice may be sent to further owners today. */
export function mayRepeatToday(id: NoticeId, notices: readonly NoticeRecord[], today: Day): boolean {
  const days = mailingDays(notices.filter((notice) => sameNotice(notice.id, id) && notice.as === "owner"));
  return days.has(today) || days.size < mostDaysOfOneNotice;
}

function mailingDays(notices: readonly NoticeRecord[]): Set<Day> {
  return new Set(notices.filter(({ state }) => state !== "refused").map(({ on }) => on));
}
