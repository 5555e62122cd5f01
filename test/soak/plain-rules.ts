import { mailsOf, named, onlyFallback, type PlainMail, type PlainToday } from "./plain-mails.ts";
import { outcome, standing } from "./plain-notices.ts";
import { exemptionOf } from "./plain-tags.ts";
import { mayBeDeactivated, warnAgain } from "./plain-warnings.ts";
import type { PlainKey, PlainUser } from "./plain-world.ts";

/** The result of evaluating a key. */
export interface PlainDecision {
  readonly mails: readonly PlainMail[];
  /** Earlier notices no longer count, from before the mails of this evaluation. */
  readonly isRevoked: boolean;
  /** The latest named day, if policy and rule allow the deactivation. */
  readonly due?: number | undefined;
}

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
  const exemption = exemptionOf(user);
  const isExempt = exemption === "unreadable" || (exemption !== undefined && today.day <= exemption);
  return isEmployee && !isExempt
    ? named(mails, key, today).map((mail) => ({ ...mail, isSpread: false }))
    : mails;
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
