import { addDays, type Day } from "./calendar-day.ts";
import type { Exemption } from "./exemption.ts";
import type { KeyHistory } from "./key-history.ts";

/**
 * The day the owner was first told that the key will be switched off, as far as it counts: after an exemption
 * has run out, what was said before its end is forgotten, so that nobody is switched off on the morning after
 * without a warning.
 */
export function firstNoticeOn(history: KeyHistory, exemption: Exemption): Day | undefined {
  const since = exemption.state === "expired" ? exemption.until : "";
  return history.notices
    .filter(({ id, on }) => on > since && announcesDeactivation(id))
    .map((notice) => notice.on)
    .sort()[0];
}

/** The first day on which the grace after a first notice is over. */
export function graceOverOn(firstNotice: Day, minimumNoticeDays: number): Day {
  return addDays(firstNotice, minimumNoticeDays);
}

/** The final warning's name in the ledger: one more may be due after an exemption has run out. */
export function finalWarningId(exemption: Exemption): string {
  return exemption.state === "expired" ? `final-${exemption.until}` : "final";
}

/**
 * The name of a stage's notice in the ledger. To the owner of a key that no stage switches off the same stage
 * says something else, so the notice has another name: were a machine's user tagged as an employee's one
 * morning, reminders that the key still works would otherwise count as its warnings.
 */
export function stageNoticeId(day: number, isSwitchedOffLater: boolean): string {
  return isSwitchedOffLater ? `day-${day}` : `day-${day}-stays-on`;
}

/** Whether a notice told its recipient that the key will be switched off, and when. */
function announcesDeactivation(id: string): boolean {
  return /^(day-\d+|final|final-.+)$/.test(id);
}
