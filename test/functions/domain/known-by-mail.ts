import { addDays, type Day, daysBetween } from "../../../functions/domain/calendar-day.ts";
import { isOpen } from "../../../functions/domain/change-window.ts";
import { deactivationAge } from "../../../functions/domain/stages.ts";
import { readUserFacts } from "../../../functions/domain/user-facts.ts";
import type { KeyLife, LivedDay } from "./key-life.ts";
import type { InboxMail, SentMail } from "./post-office.ts";

/** Mails that say that the key will not, or not yet, be deactivated, or that it has been. */
function saysOtherwise(mail: InboxMail, day: Day): boolean {
  return mail.names === undefined || mail.names > day;
}

/** Whether an inbox has a mail that is old enough and named a day up to this one, and no later mail that withdrew it. */
export function wasWarned(
  inbox: readonly InboxMail[],
  address: string,
  day: Day,
  noticeDays: number,
): boolean {
  const own = inbox.filter((mail) => mail.to === address && mail.on < day);
  return own.some(
    (mail, index) =>
      !saysOtherwise(mail, day) &&
      addDays(mail.on, noticeDays) <= day &&
      own.slice(index).every((later) => !saysOtherwise(later, day)),
  );
}

/**
 * The mails of a key that named a day and that nothing has revoked up to a day, by what people can see: mails, tags,
 * deactivations and restores. Where it is not certain that a mail still counts, `doubt` decides.
 */
export function standingMails(life: KeyLife, lived: LivedDay, doubt: "counts" | "revoked"): SentMail[] {
  const before = life.days.filter(({ day }) => day <= lived.day);
  return life.sent.filter((mail) => {
    const { names, sentOn, kind } = mail;
    if (names === undefined || sentOn > lived.day) return false;
    const since = before.filter(({ day }) => day >= sentOn);
    const isRestore = kind === "restored";
    return !since.some((one) => {
      const isDeactivated = one.isDeactivated && one.day < lived.day;
      const isRestored = one.restoredOn === one.day && !(isRestore && one.day === sentOn);
      const isRevokedByMail = one.mails.some(
        (other) => other.kind === "staysActive" && other.sentOn > sentOn,
      );
      if (isDeactivated || isRestored || isRevokedByMail) return true;
      return doubt === "counts" ? isExempted(one, sentOn) : mayBeRevoked(one);
    });
  });
}

/** Whether a run saw an exemption that revokes a mail of a day. */
function isExempted({ day, tags, rules, decision }: LivedDay, sentOn: Day): boolean {
  const { exemption } = readUserFacts(tags, rules, day);
  if (decision === undefined || exemption.state === "none") return false;
  return exemption.state === "expired" ? sentOn <= exemption.until : sentOn < day;
}

/** Whether the tags of a day are any others than those of an employee without an exemption. */
function mayBeRevoked({ day, tags, rules }: LivedDay): boolean {
  const { userType, exemption } = readUserFacts(tags, rules, day);
  return !userType.known || userType.name !== "employee" || exemption.state !== "none";
}

/**
 * Whether the key must be deactivated on a day, by what people can see: the policy makes it due, a mail to an owner of
 * today was delivered in time and still counts, the day has come, and nothing makes the key wait.
 */
export function mustGo(life: KeyLife, lived: LivedDay): boolean {
  const { day, age, happens, rules, owners, status, restoredUntil } = lived;
  const { isRunMissed, mode, mustWait, isDenied, pausedUntil } = happens;
  if (isRunMissed || mode === "report" || mustWait || isDenied) return false;
  if ((pausedUntil !== undefined && day <= pausedUntil) || !isOpen(day, rules.changeWindow)) return false;
  const due = deactivationAge("employee", rules);
  if (status !== "Active" || mayBeRevoked(lived) || due === undefined || age < due) return false;
  if (restoredUntil !== undefined && day <= restoredUntil) return false;
  const mails = standingMails(life, lived, "revoked").filter(({ sentOn }) => sentOn < day);
  if (mails.some(({ names }) => names !== undefined && names > day)) return false;
  const addresses = owners.length > 0 ? owners : [fallback];
  return mails.some((mail) => addresses.includes(mail.to) && countsOn(mail, day, rules.noticeValidDays));
}

function countsOn({ names, on, noticeDays, ...known }: SentMail, day: Day, validDays: number): boolean {
  const { arrivalKnownOn, bounceKnownOn } = known;
  if (names === undefined || on === undefined || arrivalKnownOn === undefined) return false;
  if (arrivalKnownOn > day || (bounceKnownOn !== undefined && bounceKnownOn <= day)) return false;
  return addDays(on, noticeDays) <= day && daysBetween(names, day) <= validDays;
}

export const fallback = "cloud-team@example.com";
