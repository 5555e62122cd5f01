import { maskedKeyId } from "../domain/access-key.ts";
import type { Account } from "../domain/account.ts";
import { addDays, type Day, daysBetween } from "../domain/calendar-day.ts";
import type { NoticeKind } from "../domain/notice.ts";
import { isLastBeforeDeactivation } from "../domain/stages.ts";
import { badgeText } from "./badge-text.ts";
import { ordinal, shortDay, writtenDay, writtenDaysLeft } from "./english.ts";
import { breakable } from "./inert.ts";
import { factsOf } from "./key-facts.ts";
import type { KeyNotice } from "./key-notice.ts";
import type { NoticeMailFrame } from "./mail-frame.ts";
import { tasksFor } from "./notice-tasks.ts";
import type { Step, Task } from "./step.ts";
import { whyText } from "./why-text.ts";

/** Values of a notice that no stranger wrote, so that the subject may contain them. */
export function ownValues(notice: KeyNotice, { rules, style, today }: NoticeMailFrame) {
  const { kind, id, age, names, withdraws, lastStageDay, as } = notice;
  const deactivatedOn = dayOfDeactivation(notice, today);
  const rotateBeforeDay = lastStageDay;
  const isLastWarning = isLastWarningOf(notice, rules);
  return {
    kind,
    ...kindFlags(kind),
    isLastWarning,
    badge: badgeText(notice, isLastWarning),
    isOwner: as === "owner",
    isFallback: as === "fallback",
    isPreviousOwner: as === "previousOwner",
    isSecurity: as === "security",
    userType: notice.userType ?? null,
    stageDay: id.type === "stage" || id.type === "exemptionUnreadable" ? id.day : null,
    key: maskedKeyId(notice.accessKeyId),
    age,
    ageOrdinal: ordinal(age),
    rotateBeforeDay,
    isBeforeLastDay: age < rotateBeforeDay,
    isLastDay: age === rotateBeforeDay,
    hasOtherKey: notice.otherKey !== undefined,
    isUserTypeUnknown: notice.reason?.code === "unknownUserType",
    endsTooLate: notice.reason?.code === "exemptionUnreadable" && notice.reason.problem === "endsTooLate",
    remindEveryDays: rules.remindEveryDays,
    deactivationDay: names === undefined ? null : writtenDay(names),
    deactivationDayShort: names === undefined ? null : shortDay(names, today),
    daysLeft: names === undefined ? null : writtenDaysLeft(daysBetween(today, names)),
    withdrawnDay: withdraws === undefined ? null : writtenDay(withdraws),
    withdrawnDayShort: withdraws === undefined ? null : shortDay(withdraws, today),
    deactivatedOn: writtenDay(deactivatedOn),
    deactivatedOnShort: shortDay(deactivatedOn, today),
    // A notice period can end later than the restore: the key is not deactivated before the named day.
    activeUntil: names === undefined ? null : writtenDay(addDays(names, -1)),
    activeUntilShort: names === undefined ? null : shortDay(addDays(names, -1), today),
    help: rules.contacts.help,
    company: style.company ?? null,
    displayName: style.displayName,
  };
}

/**
 * A notice as the templates of its sentence and its section see it. Text of strangers is quoted and contains no link.
 */
export function noticeView(notice: KeyNotice, account: Pick<Account, "id" | "name">, frame: NoticeMailFrame) {
  const facts = factsOf(notice, account, frame);
  const width = Math.max(...facts.map(({ label }) => label.length)) + 2;
  const why = whyText(notice, frame);
  return {
    ...ownValues(notice, frame),
    why,
    whyParts: breakable(why),
    facts: facts.map(({ label, value }) => ({
      label,
      paddedLabel: label.padEnd(width),
      value,
      parts: breakable(value),
    })),
    tasks: tasksFor(notice, frame).map(taskView),
  };
}

/** The day on which Curfew deactivated the key; a notice may follow an interrupted run on a later day. */
export function dayOfDeactivation({ reason }: KeyNotice, today: Day): Day {
  return reason?.code === "deactivationToFinish" ? reason.on : today;
}

/** Whether Curfew sends no more warnings before the deactivation, unless something changes. */
export function isLastWarningOf(
  { kind, id, userType }: KeyNotice,
  rules: Pick<NoticeMailFrame["rules"], "stages" | "remindEveryDays">,
): boolean {
  if (kind === "finalWarning") return true;
  return kind === "warning" && id.type === "stage" && isLastBeforeDeactivation(id.day, userType, rules);
}

function kindFlags(kind: NoticeKind) {
  return {
    isWarning: kind === "warning",
    isStaysActive: kind === "staysActive",
    isFinalWarning: kind === "finalWarning",
    isExemptionUnreadable: kind === "exemptionUnreadable",
    isDeactivated: kind === "deactivated",
    isRestored: kind === "restored",
  };
}

function taskView({ title, intro, steps }: Task) {
  return {
    title,
    intro: intro.map(stepView),
    hasSteps: steps.length > 0,
    steps: steps.map((step, index) => ({ ...stepView(step), number: index + 1 })),
  };
}

function stepView({ text, commands }: Step) {
  return {
    text,
    commands: commands.map(({ say, command }) => ({
      say,
      command,
      // An option and its value stay on one line if they fit.
      words: command.split(/ (?=--)/).map((word) => ({ parts: breakable(word) })),
    })),
  };
}
