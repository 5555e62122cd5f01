import { type RuleFacts, reachedNobody, staleness } from "./may-deactivate.ts";
import { type NoticeRecord, sameNotice } from "./notice.ts";

/**
 * The former owners who can be mailed, where the owners changed a second time; `undefined` where they did not. They did
 * if a deactivation notice of this round went to somebody who did not get the one before, because each such notice may
 * name a later day, and the latest one is for none of today's owners.
 *
 * Whether those notices arrived is not asked. Otherwise whoever puts one unreachable address after the other into the
 * email tag would keep the key.
 */
export function formerOwnersAfterChanges(facts: RuleFacts): string[] | undefined {
  const { owners, fallback } = facts;
  const warned = warnedByDay(facts);
  const latest = warned.at(-1) ?? [];
  const haveChanged = warned.some((notices, index) => {
    const before = addressesOf(warned[index - 1] ?? notices);
    return addressesOf(notices).some((address) => !before.includes(address));
  });
  if (!haveChanged || isForOwners(latest, facts)) return undefined;
  const people = addressesOf(latest);
  const before = warned.findLast((notices) => notices.some(({ to }) => !people.includes(to))) ?? [];
  const former = addressesOf([...latest, ...before].filter((notice) => !wasRejected(notice)));
  return [...new Set(former)].filter((address) => address !== fallback && !owners.includes(address));
}

/** The deactivation notices of this round to owners, by the day on which they were sent, oldest first. */
function warnedByDay({ history, today }: RuleFacts): NoticeRecord[][] {
  const warnings = history.notices.filter(
    ({ names, round }) => names !== undefined && round === history.round,
  );
  const toOwners = warnings.filter(({ as, on, id }) => {
    if (as !== "fallback") return as === "owner";
    // Where the notice reached none of its owners, the fallback contact got it for them.
    const before = warnings.filter(
      (other) => other.as === "owner" && sameNotice(other.id, id) && other.on <= on,
    );
    if (before.some((owner) => owner.on === on)) return false;
    return before.length === 0 || before.some((owner) => !reachedNobody(owner, today));
  });
  const byDay = Map.groupBy(toOwners, ({ on }) => on);
  return [...byDay].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, notices]) => notices);
}

/**
 * Whether the latest notice reached one of today's owners or still may. A notice to everybody is for every owner, unless
 * it did not reach the fallback contact or is stale. Then it allows no deactivation, and the owners must not get two more
 * changes for that.
 */
function isForOwners(latest: readonly NoticeRecord[], facts: RuleFacts): boolean {
  const { history, owners, fallback, today, noticeValidDays } = facts;
  const wanted = owners.length > 0 ? owners : [fallback];
  const reaches = (notice: NoticeRecord) => wanted.includes(notice.to) && !reachedNobody(notice, today);
  const isSame = ({ id }: NoticeRecord) => latest.some((notice) => sameNotice(notice.id, id));
  return (
    latest.some(reaches) ||
    // SES reported the owner's delivery after the fallback contact had got the notice instead.
    (latest.every(({ as }) => as === "fallback") &&
      history.notices.some((notice) => isSame(notice) && reaches(notice))) ||
    history.notices.some(
      (notice) =>
        notice.to === fallback &&
        notice.audience === "everyone" &&
        isSame(notice) &&
        !reachedNobody(notice, today) &&
        (notice.names === undefined || staleness(history, notice.names, today) <= noticeValidDays),
    )
  );
}

function wasRejected({ state, delivery }: NoticeRecord): boolean {
  return state === "refused" || delivery.state === "bounced";
}

function addressesOf(notices: readonly NoticeRecord[]): string[] {
  return notices.map(({ to }) => to);
}
