import type { PlainKey, PlainNotice, PlainUser } from "./plain-world.ts";

/** The settings in force, as days of a key's life. */
export interface PlainPolicy {
  readonly first: number;
  readonly second: number;
  readonly last: number;
  /** `minimumNoticeDays`. */
  readonly notice: number;
}

/** What a day depends on besides the key and its user. */
export interface PlainToday {
  readonly day: number;
  readonly policy: PlainPolicy;
  /** The last day of the current pause. */
  readonly pausedUntil?: number | undefined;
}

/** A mail that is due. */
export interface PlainMail {
  readonly what: string;
  readonly kind: string;
  readonly to: string;
  readonly as: PlainNotice["as"];
  /** The day that it names, or the first day that it may name. */
  readonly names?: number | undefined;
  /** The day may be later: keys that are long overdue are spread over several days. */
  readonly isSpread: boolean;
  readonly toEverybody: boolean;
}

/** The result of evaluating a key. */
export interface PlainDecision {
  readonly mails: readonly PlainMail[];
  /** Earlier notices no longer count, from before the mails of this evaluation. */
  readonly isRevoked: boolean;
  /** The latest named day, if policy and rule allow the deactivation. */
  readonly due?: number | undefined;
}

export const fallback = "cloud-team@example.com";

const nothing: PlainDecision = { mails: [], isRevoked: false };

/**
 * What the README says about one key on one day, written a second time independently of `functions/domain`: no
 * stages as data, no codes, no ledger. If the two disagree, one of them is wrong.
 */
export function decide(user: PlainUser, key: PlainKey, today: PlainToday): PlainDecision {
  if (!key.isActive) return decideInactive(user, key, today);
  const { first, second, last } = today.policy;
  const age = today.day - key.createdOn;
  if (age < first) return nothing;
  const exemption = exemptionOf(user);
  const isRevoked = isRevokedByExemption(key, exemption, today.day);
  const now = isRevoked ? { ...key, era: key.era + 1, waited: 0 } : key;
  if (typeof exemption === "number" && today.day <= exemption) return { ...nothing, isRevoked };
  if (exemption === "unreadable") {
    const what = `unreadable exemption ${first + 30 * Math.floor((age - first) / 30)}`;
    return { isRevoked, mails: mailsOf({ what, kind: "exemptionUnreadable" }, user, now, today) };
  }
  const type = user.seen?.tags.get("usertype")?.trim().toLowerCase();
  if (type !== "employee") {
    const stage = age < second ? first : age < last ? second : last + 30 * Math.floor((age - last) / 30);
    const mails = mailsOf({ what: `stays active ${stage}`, kind: "staysActive" }, user, now, today);
    return { mails, isRevoked: isRevoked || (mails.length > 0 && standing(now).length > 0) };
  }
  if (age < last) {
    const what = `warning ${age < second ? first : second}`;
    return { isRevoked, mails: named(mailsOf({ what, kind: "warning" }, user, now, today), now, today) };
  }
  if (now.restored !== undefined && today.day <= now.restored.until) {
    const mails = mailsOf({ what: `restored ${now.restored.number}`, kind: "restored" }, user, now, today);
    return { isRevoked, mails: named(onlyFallback(mails), now, today) };
  }
  const due = mayBeDeactivated(user, now, today.day);
  if (due !== undefined) return { mails: [], isRevoked, due };
  return { isRevoked, mails: named(warnAgain(user, now, today), now, today) };
}

/**
 * Within seven days of a deactivation by Curfew, everybody who has had no mail about it still gets one; later only if
 * nobody has had one. If the owner was warned again since, somebody else deactivated the key, so no mail is due.
 */
function decideInactive(user: PlainUser, key: PlainKey, today: PlainToday): PlainDecision {
  const { deactivated, restored } = key;
  if (deactivated === undefined || restored?.undoes === deactivated.number) return nothing;
  const what = `deactivated ${deactivated.number}`;
  const isSent = key.notices.some(
    (notice) => notice.what === what && outcome(notice, today.day) !== "bounced",
  );
  if (isSent && today.day - deactivated.on > 7) return nothing;
  if (standing(key).length > 0) return nothing;
  return { ...nothing, mails: mailsOf({ what, kind: "deactivated" }, user, key, today) };
}

/** The mails about a deactivation of today. */
export function deactivationMails(user: PlainUser, key: PlainKey, today: PlainToday): PlainMail[] {
  const what = `deactivated ${key.deactivated?.number}`;
  return mailsOf({ what, kind: "deactivated" }, user, key, today);
}

/** The mails about a restore of today, without the security contact's. */
export function restoreMails(user: PlainUser, key: PlainKey, today: PlainToday): PlainMail[] {
  const mails = mailsOf({ what: `restored ${key.restored?.number}`, kind: "restored" }, user, key, today);
  const isEmployee = user.seen?.tags.get("usertype")?.trim().toLowerCase() === "employee";
  return isEmployee && exemptionOf(user) === undefined
    ? named(mails, key, today).map((mail) => ({ ...mail, isSpread: false }))
    : mails;
}

/**
 * The rule of deactivation (README, functions/domain/may-deactivate.ts): the latest named day, if the rule allows the
 * deactivation.
 */
function mayBeDeactivated(user: PlainUser, key: PlainKey, day: number): number | undefined {
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
function warnAgain(user: PlainUser, key: PlainKey, today: PlainToday): PlainMail[] {
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

/** Notices that name a day and were not revoked. */
export function standing(key: PlainKey): PlainNotice[] {
  return key.notices.filter(({ names, era }) => names !== undefined && era === key.era);
}

/** The latest day named by a notice that was not revoked and has not bounced. */
function latestNamed(key: PlainKey, day: number): number | undefined {
  return lastNamed(standing(key), day);
}

function lastNamed(notices: readonly PlainNotice[], day: number): number | undefined {
  const days = notices
    .filter((notice) => notice.names !== undefined && outcome(notice, day) !== "bounced")
    .map(({ names = 0 }) => names);
  return days.length === 0 ? undefined : Math.max(...days);
}

function outcome({ reports }: PlainNotice, day: number): "arrived" | "bounced" | "unknown" {
  const known = reports.filter(({ knownOn }) => knownOn <= day);
  if (known.some(({ says }) => says === "bounced")) return "bounced";
  return known.some(({ says }) => says === "arrived") ? "arrived" : "unknown";
}

function arrivedOn({ reports }: PlainNotice, day: number): number | undefined {
  return reports.find(({ says, knownOn }) => says === "arrived" && knownOn <= day)?.on;
}

/** It bounced, or SES has reported nothing for two days. */
function failed(notice: PlainNotice, day: number): boolean {
  const state = outcome(notice, day);
  return state === "bounced" || (state === "unknown" && day - notice.sentOn >= 2);
}

const blank = { isSpread: false, toEverybody: false };

/** Everybody who should get a notice and has not had it. */
function mailsOf(
  { what, kind }: { readonly what: string; readonly kind: string },
  user: PlainUser,
  key: PlainKey,
  { day }: PlainToday,
  alsoFallback = false,
): PlainMail[] {
  const { owners, isComplete } = recipients(user);
  const same = key.notices.filter((notice) => notice.what === what);
  if (kind === "deactivated" && same.length > 0 && !hasRoom(key, day, 12)) return [];
  const isWarning = kind !== "deactivated" && kind !== "restored";
  if (isWarning && !mayMailToday(key, day)) return [];
  const has = (address: string) => same.some(({ to }) => to === address);
  const days = new Set(same.filter(({ as }) => as === "owner").map(({ sentOn }) => sentOn));
  // A new owner gets a notice that others have had. If owners change again and again, they do not.
  const mayRepeat = days.has(day) || days.size < 2;
  const mail = { ...blank, what, kind };
  const toOwners = mayRepeat
    ? owners.filter((owner) => !has(owner)).map((to) => ({ ...mail, to, as: "owner" as const }))
    : [];
  const missedAll =
    owners.length > 0 &&
    owners.every((owner) => {
      const own = same.find(({ to }) => to === owner);
      if (own === undefined) return false;
      return own.names === undefined ? outcome(own, day) === "bounced" : failed(own, day);
    });
  const isFallbackDue = alsoFallback || !isComplete || missedAll;
  if (!isFallbackDue || owners.includes(fallback) || has(fallback)) return toOwners;
  return [...toOwners, { ...mail, to: fallback, as: "fallback" }];
}

/** At most ten days with warnings about one key in any 30. */
function mayMailToday(key: PlainKey, day: number): boolean {
  return hasRoom(key, day, 10);
}

/** Whether fewer days than the most of the last 30, or today, had mail about the key. */
function hasRoom(key: PlainKey, day: number, most: number): boolean {
  const days = new Set(key.notices.filter(({ sentOn }) => sentOn > day - 30).map(({ sentOn }) => sentOn));
  return days.has(day) || days.size < most;
}

/** Sets the day that each mail names. It is never earlier than a day named before. */
function named(mails: readonly PlainMail[], key: PlainKey, today: PlainToday): PlainMail[] {
  const { day, policy, pausedUntil } = today;
  const dueOn = key.createdOn + policy.last;
  const earliest = [
    day + policy.notice,
    dueOn,
    lastNamed(key.notices, day) ?? 0,
    (key.restored?.until ?? -1) + 1,
    (pausedUntil ?? -1) + 1,
  ];
  const isSpread = day - dueOn > 14 && standing(key).length === 0;
  return mails.map((mail) => ({ ...mail, names: Math.max(...earliest), isSpread }));
}

function onlyFallback(mails: readonly PlainMail[]): PlainMail[] {
  return mails.filter(({ as }) => as === "fallback");
}

function kindOf(what: string): string {
  if (what.startsWith("final")) return "finalWarning";
  return what.startsWith("restored") ? "restored" : "warning";
}

/** An exemption revokes notices that were sent before it or during it. */
function isRevokedByExemption(
  key: PlainKey,
  exemption: number | "unreadable" | undefined,
  day: number,
): boolean {
  if (exemption === undefined) return false;
  const lasts = exemption === "unreadable" || day <= exemption;
  return standing(key).some(({ sentOn }) => lasts || sentOn <= exemption);
}

/** The addresses in the email tag that may get mail, and whether the tag contains anything else. */
function recipients({ seen }: PlainUser): {
  readonly owners: readonly string[];
  readonly isComplete: boolean;
} {
  const written = (seen?.tags.get("email") ?? "").split(/[ :]+/).filter((part) => part !== "");
  const good = written
    .filter((part) => /^[\w.+-]+@example\.com$/i.test(part))
    .map((part) => part.toLowerCase());
  const owners = [...new Set(good)].slice(0, 5);
  const isComplete = written.length > 0 && good.length === written.length && new Set(good).size <= 5;
  return { owners, isComplete };
}

/** The last day of the exemption. */
function exemptionOf({ seen }: PlainUser): number | "unreadable" | undefined {
  const written = seen?.tags.get("curfewexempt");
  if (written === undefined) return undefined;
  const [until = "", by = "", ...why] = written.split(" ");
  const day = Date.parse(`${until}T00:00:00Z`) / 86_400_000;
  return Number.isNaN(day) || !by.includes("@") || why.length === 0 ? "unreadable" : day;
}
