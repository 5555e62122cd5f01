import {
  blank,
  mailsOf,
  mayMailToday,
  onlyFallback,
  type PlainMail,
  type PlainToday,
} from "./plain-mails.ts";
import { arrivedOn, failed, latestNamed, outcome, standing } from "./plain-notices.ts";
import { fallback, recipients } from "./plain-tags.ts";
import type { PlainKey, PlainNotice, PlainUser } from "./plain-world.ts";

/**
 * The rule of deactivation (README, functions/domain/may-deactivate.ts): the latest named day, if the rule allows the
 * deactivation.
 */
export function mayBeDeactivated(user: PlainUser, key: PlainKey, day: number): number | undefined {
  const latest = latestNamed(key, day);
  // 1. Day.
  if (latest === undefined || latest > day) return undefined;
  if (key.restored !== undefined && day <= key.restored.until) return undefined;
  // 2. and 3. Delivered in time to the current owner, and not revoked.
  const inTime = counted(user, key, day).filter(({ since }) => since <= day);
  // 4. Not stale.
  return inTime.some(({ names }) => day - names - key.waited <= 14) ? latest : undefined;
}

/** What follows if the rule does not hold. */
export function warnAgain(user: PlainUser, key: PlainKey, today: PlainToday): PlainMail[] {
  const { day } = today;
  const last = key.notices
    .filter(({ names, era }) => names !== undefined && era === key.era)
    .sort((one, other) => one.sentOn - other.sentOn)
    .at(-1);
  if (last !== undefined && healsByItself(user, key, day)) return [];
  const former = formerOwners(user, key, day);
  const finals = key.notices.filter(({ what }) => what.startsWith("final"));
  const isTooSoon = finals.some(({ sentOn }) => sentOn + 7 > day);
  if (last !== undefined && (former === undefined || (isTooSoon && reachedNoOwner(user, key, last, day)))) {
    const more = mailsOf({ what: last.what, kind: kindOf(last.what) }, user, key, today);
    const rest = last.what.startsWith("final") ? more : onlyFallback(more);
    if (rest.length > 0) return rest.map((mail) => ({ ...mail, toEverybody: last.toEverybody }));
  }
  if (isTooSoon || !mayMailToday(key, day)) return [];
  const number = finals.filter(({ era }) => era === key.era).map(({ what }) => Number(what.split(" ")[2]));
  const what = `final ${key.era} ${Math.max(0, ...number) + 1}`;
  const to = mailsOf({ what, kind: "finalWarning" }, user, key, today, former !== undefined);
  if (former === undefined) return to;
  const mail = { ...blank, what, kind: "finalWarning" };
  return [...to, ...former.map((address) => ({ ...mail, to: address, as: "former owner" as const }))].map(
    (one) => ({ ...one, toEverybody: true }),
  );
}

function kindOf(what: string): string {
  if (what.startsWith("final")) return "finalWarning";
  return what.startsWith("restored") ? "restored" : "warning";
}

/** Whether a notice went to all who own the key now, and neither they nor a former owner got it. */
function reachedNoOwner(user: PlainUser, key: PlainKey, last: PlainNotice, day: number): boolean {
  const { owners } = recipients(user);
  const mine = key.notices.filter(({ what, as }) => what === last.what && as === "owner");
  if (owners.length === 0 || mine.some((notice) => !failed(notice, day))) return false;
  return owners.every((owner) => mine.some(({ to }) => to === owner));
}

/** Whether time alone can make the rule hold: a named day is ahead, or SES has not reported yet. */
function healsByItself(user: PlainUser, key: PlainKey, day: number): boolean {
  if (isStale(user, key, day)) return false;
  if (latestNamed(key, day) !== undefined && counted(user, key, day).length > 0) return true;
  return standing(key).some(
    (notice) =>
      countsFor(user, key, notice, day) && outcome(notice, day) === "unknown" && day - notice.sentOn < 2,
  );
}

/** Whether the warning that counts, or else the latest one, is too old when the rest of the rule holds. */
function isStale(user: PlainUser, key: PlainKey, day: number): boolean {
  const latest = latestNamed(key, day);
  if (latest === undefined) return false;
  const warnings = counted(user, key, day);
  const those = warnings.length > 0 ? warnings : [{ since: day, names: latest }];
  return those.every(({ since, names }) => Math.max(latest, since, day) - names - key.waited > 14);
}

/** The notices that reached the current owners: the first day on which each is old enough, and its named day. */
function counted(user: PlainUser, key: PlainKey, day: number): { since: number; names: number }[] {
  return standing(key)
    .filter((notice) => countsFor(user, key, notice, day) && outcome(notice, day) === "arrived")
    .map((notice) => ({
      since: (arrivedOn(notice, day) ?? 0) + notice.noticeDays,
      names: notice.names ?? 0,
    }));
}

/** Whether a notice, if it arrives, warns the current owner. */
function countsFor(user: PlainUser, key: PlainKey, notice: PlainNotice, day: number): boolean {
  const { owners } = recipients(user);
  if (owners.includes(notice.to)) return true;
  if (notice.to !== fallback) return false;
  if (owners.length === 0 || notice.toEverybody) return true;
  return owners.every((owner) =>
    key.notices.some(
      (own) => own.to === owner && own.what === notice.what && own.era === notice.era && failed(own, day),
    ),
  );
}

/**
 * The former owners, once the owners have changed twice: people who did not get the warning before theirs, and a latest
 * warning that is for nobody who owns the key now.
 */
function formerOwners(user: PlainUser, key: PlainKey, day: number): string[] | undefined {
  const { owners } = recipients(user);
  const warned = standing(key)
    .filter((notice) => notice.as === "owner" || isInsteadOfOwners(key, notice, day))
    .sort((one, other) => one.sentOn - other.sentOn);
  const sentOn = (wanted: number | undefined) => warned.filter((notice) => notice.sentOn === wanted);
  const has = (people: readonly PlainNotice[], address: string) => people.some(({ to }) => to === address);
  const dayBefore = (sentOn: number) => warned.findLast((notice) => notice.sentOn < sentOn)?.sentOn ?? sentOn;
  if (warned.every((notice) => has(sentOn(dayBefore(notice.sentOn)), notice.to))) return undefined;
  const latest = sentOn(warned.at(-1)?.sentOn);
  const now = owners.length > 0 ? owners : [fallback];
  if (latest.some((notice) => now.includes(notice.to) && !failed(notice, day))) return undefined;
  // SES may report the owner's mail after the fallback contact got it instead.
  const same = key.notices.filter(({ what }) => latest.some((own) => own.what === what));
  const isLate = latest.every(({ as }) => as === "fallback");
  if (isLate && same.some((notice) => now.includes(notice.to) && !failed(notice, day))) return undefined;
  const wasToEverybody = key.notices.some(
    (notice) =>
      notice.toEverybody &&
      notice.to === fallback &&
      !failed(notice, day) &&
      day - (notice.names ?? day) - key.waited <= 14 &&
      latest.some((own) => own.what === notice.what),
  );
  if (wasToEverybody) return undefined;
  const others = sentOn(warned.filter(({ to }) => !has(latest, to)).at(-1)?.sentOn);
  const former = [...latest, ...others]
    .filter((notice) => outcome(notice, day) !== "bounced")
    .map(({ to }) => to);
  return [...new Set(former)].filter((address) => address !== fallback && !owners.includes(address));
}

/** The fallback contact heard of it because nobody owned the key, not because the owners could not be reached. */
function isInsteadOfOwners(key: PlainKey, notice: PlainNotice, day: number): boolean {
  if (notice.as !== "fallback") return false;
  const before = key.notices.filter(
    ({ what, as, sentOn }) => what === notice.what && as === "owner" && sentOn <= notice.sentOn,
  );
  if (before.some(({ sentOn }) => sentOn === notice.sentOn)) return false;
  return before.length === 0 || before.some((own) => !failed(own, day));
}
