import { failed, lastNamed, outcome, standing } from "./plain-notices.ts";
import { fallback, recipients } from "./plain-tags.ts";
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

export const blank = { isSpread: false, toEverybody: false };

/** Everybody who should get a notice and has not had it. */
export function mailsOf(
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
export function mayMailToday(key: PlainKey, day: number): boolean {
  return hasRoom(key, day, 10);
}

/** Whether fewer days than the most of the last 30, or today, had mail about the key. */
function hasRoom(key: PlainKey, day: number, most: number): boolean {
  const days = new Set(key.notices.filter(({ sentOn }) => sentOn > day - 30).map(({ sentOn }) => sentOn));
  return days.has(day) || days.size < most;
}

/** Sets the day that each mail names. It is never earlier than a day named before. */
export function named(mails: readonly PlainMail[], key: PlainKey, today: PlainToday): PlainMail[] {
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

export function onlyFallback(mails: readonly PlainMail[]): PlainMail[] {
  return mails.filter(({ as }) => as === "fallback");
}
