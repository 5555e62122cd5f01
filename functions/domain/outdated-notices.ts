import { addDays, type Day } from "./calendar-day.ts";
import { type NoticeRecord, sameNotice } from "./notice.ts";

/** No rule looks at a notice that is older than this, unless it is the latest of its type. */
const keptForDays = 200;

/**
 * The records that a key's history can do without, so that it does not grow for as long as the key lives: notices
 * that were sent more than 200 days ago, that are not the latest of their type, and that name no day to come. All
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
