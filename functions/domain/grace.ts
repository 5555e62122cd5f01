import { addDays, type Day } from "./calendar-day.ts";
import type { Exemption } from "./exemption.ts";
import type { KeyHistory } from "./key-history.ts";

/**
 * The day the owner was first told that the key will be switched off, as far as it counts: after an exemption
 * has run out, what was said before its end is forgotten, so that nobody is switched off on the morning after
 * without a warning.
 */
export function firstNoticeOn(history: KeyHistory, exemption: Exemption): Day | undefined {
  const since = exemptUntil(history, exemption) ?? "";
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
export function finalWarningId(history: KeyHistory, exemption: Exemption): string {
  const until = exemptUntil(history, exemption);
  return until === undefined ? "final" : `final-${until}`;
}

/**
 * The end of the last exemption that ran out, by the tag or by the ledger. Once the owner was warned after an
 * exemption, the ledger knows of it, and somebody who tidies up the expired tag does not bring back the notices
 * from before it: the key would go off sooner than the final warning said.
 */
function exemptUntil({ notices }: KeyHistory, exemption: Exemption): Day | undefined {
  const ends = notices.flatMap(({ id }) => /^final-(.+)$/.exec(id)?.[1] ?? []);
  if (exemption.state === "expired") ends.push(exemption.until);
  return ends.sort().at(-1);
}

/**
 * The name of a stage's notice in the ledger. To the owner of a key that no stage switches off the same stage
 * says something else, so the notice has another name: were a machine's user tagged as an employee's one
 * morning, reminders that the key still works would otherwise count as its warnings.
 */
export function stageNoticeId(day: number, isSwitchedOffLater: boolean): string {
  return isSwitchedOffLater ? `day-${day}` : `day-${day}-stays-on`;
}

/** The day of the stage or reminder that a notice is about; other notices are about none. */
export function stageDayOf(noticeId: string): number | undefined {
  const [, day] = /^day-(\d+)(-stays-on)?$/.exec(noticeId) ?? [];
  return day === undefined ? undefined : Number(day);
}

/** Whether a notice told its recipient that the key will be switched off, and when. */
function announcesDeactivation(id: string): boolean {
  return /^(day-\d+|final|final-.+)$/.test(id);
}
