import type { Day } from "../domain/calendar-day.ts";
import { shortDay } from "./english.ts";
import type { KeyNotice } from "./key-notice.ts";
import type { NoticeMailFrame } from "./mail-frame.ts";
import { dayOfDeactivation, isLastWarningOf } from "./notice-view.ts";

/** The subject of a mail about several keys: what happens and when. It holds no text from tags, users or accounts. */
export function subjectSummary(
  notices: readonly KeyNotice[],
  { rules, today }: Pick<NoticeMailFrame, "rules" | "today">,
): string {
  const summary = summaryOf(notices, today);
  const isLast =
    notices.every((notice) => isLastWarningOf(notice, rules)) &&
    new Set(notices.map(({ names }) => names)).size === 1;
  const start = isLast ? `Last warning: ${summary}` : summary;
  const whole = `${start}${ask(notices)}`;
  return whole.length <= longestSubject ? whole : start;
}

/** Mail programs show about this many characters of a subject. */
const longestSubject = 60;

function summaryOf(notices: readonly KeyNotice[], today: Day): string {
  const count = notices.length;
  const deactivated = notices.filter(({ kind }) => kind === "deactivated");
  const days = notices.flatMap(({ names }) => (names === undefined ? [] : [names])).toSorted();
  const [first] = days;
  if (deactivated.length > 0 && first !== undefined)
    return `${keys(deactivated.length)} deactivated, ${days.length} ${stopping(days, first, today)}`;
  if (deactivated.length > 0) return deactivatedOnly(deactivated, count, today);
  if (first !== undefined)
    return `${days.length < count ? `${days.length} of ` : ""}${keys(count)} ${stopping(days, first, today)}`;
  if (notices.every(({ kind }) => kind === "exemptionUnreadable"))
    return `${keys(count)}: exemption is not valid`;
  if (notices.some(({ withdraws }) => withdraws !== undefined)) return `${keys(count)} stay active for now`;
  if (notices.every(({ kind }) => kind === "restored")) return `${keys(count)} work again`;
  return `${keys(count)} are up to ${Math.max(...notices.map(({ age }) => age))} days old`;
}

function deactivatedOnly(deactivated: readonly KeyNotice[], count: number, today: Day): string {
  const [day, ...otherDays] = new Set(deactivated.map((notice) => dayOfDeactivation(notice, today)));
  const when = day === undefined || otherDays.length > 0 ? "" : ` on ${shortDay(day, today)}`;
  const verb = deactivated.length === 1 ? "was" : "were";
  const part = deactivated.length < count ? `${deactivated.length} of ` : "";
  return `${part}${keys(count)} ${verb} deactivated${when}`;
}

/** `stop on 9 Dec` if all of them stop on one day, otherwise `stop, the first on 9 Dec`. */
function stopping(days: readonly Day[], first: Day, today: Day): string {
  const day = shortDay(first, today);
  if (days.length === 1) return `stops on ${day}`;
  return days.at(-1) === first ? `stop on ${day}` : `stop, the first on ${day}`;
}

/** What to do, if it is the same for all keys. */
function ask(notices: readonly KeyNotice[]): string {
  if (!notices.every(asksToReplace)) return "";
  if (notices.every(({ as }) => as === "owner")) return ": replace them";
  return notices.every(({ as }) => as === "fallback") ? ": find their owners" : "";
}

function asksToReplace({ kind, withdraws }: KeyNotice): boolean {
  return kind !== "deactivated" && kind !== "exemptionUnreadable" && withdraws === undefined;
}

function keys(count: number): string {
  return `${count} AWS key${count === 1 ? "" : "s"}`;
}
