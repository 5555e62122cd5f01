import { addDays, type Day } from "./calendar-day.ts";
import { type NoticeRecord, sameNotice } from "./notice.ts";

/** No rule uses a notice that is older than this, unless it is the latest of its type. */
const keptForDays = 200;

/**
 * The records that can be removed from a key's history, so that it does not grow without limit: notices
 * that were sent more than 200 days ago, are not the latest of their type, and name no future day. All
 * records of the latest notice stay, because whether it reached anybody depends on each recipient. A claim stays,
 * because another worker may be taking it over.
 */
export function outdatedNotices(notices: readonly NoticeRecord[], today: Day): NoticeRecord[] {
  const oldest = addDays(today, -keptForDays);
  return notices.filter(
    (notice) =>
      notice.state !== "claimed" &&
      notice.on < oldest &&
      (notice.names === undefined || notice.names < today) &&
      !sameNotice(notice.id, latestOfType(notice, notices).id),
  );
}

function latestOfType({ id }: NoticeRecord, notices: readonly NoticeRecord[]): NoticeRecord {
  return notices
    .filter((other) => other.id.type === id.type)
    .reduce((latest, other) => (other.on > latest.on ? other : latest));
}
