import { addDays, type Day } from "./calendar-day.ts";
import type { Exemption } from "./exemption.ts";
import type { KeyHistory } from "./key-history.ts";

/**
 * The day the owner was first told, as far as it counts: after an exemption has run out, what was said
 * before its end is forgotten, so that nobody is switched off on the morning after without a warning.
 */
export function firstNoticeOn(history: KeyHistory, exemption: Exemption): Day | undefined {
  const since = exemption.state === "expired" ? exemption.until : "";
  return history.notices
    .map((notice) => notice.on)
    .filter((on) => on > since)
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
