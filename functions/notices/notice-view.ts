import { maskedKeyId } from "../domain/access-key.ts";
import { addDays, type Day, daysBetween } from "../domain/calendar-day.ts";
import type { ExemptionProblem } from "../domain/exemption.ts";
import type { NoticeKind } from "../domain/notice.ts";
import { ordinal, shortDay, writtenDay, writtenDistance, writtenLastUse } from "./english.ts";
import { breakable, quoted } from "./inert.ts";
import type { KeyNotice } from "./key-notice.ts";
import type { NoticeMailFrame } from "./mail-frame.ts";
import { type Task, tasksFor } from "./notice-tasks.ts";
import type { Step } from "./rotation-text.ts";
import { whyText } from "./why-text.ts";

/** Values of a notice that no stranger wrote, so that the subject may hold them. */
export function ownValues(notice: KeyNotice, { rules, style, today }: NoticeMailFrame) {
  const { kind, id, age, names, withdraws, lastStageDay, as, restored } = notice;
  const deactivatedOn = dayOfDeactivation(notice, today);
  const rotateBeforeDay = lastStageDay;
  return {
    kind,
    ...kindFlags(kind),
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
    daysLeft: names === undefined ? null : writtenDistance(daysBetween(today, names)),
    withdrawnDay: withdraws === undefined ? null : writtenDay(withdraws),
    withdrawnDayShort: withdraws === undefined ? null : shortDay(withdraws, today),
    deactivatedOn: deactivatedOn === today ? "today" : `on ${writtenDay(deactivatedOn)}`,
    deactivatedOnShort: deactivatedOn === today ? "today" : `on ${shortDay(deactivatedOn, today)}`,
    restoredUntil: restored === undefined ? null : writtenDay(restored.until),
    restoredUntilShort: restored === undefined ? null : shortDay(restored.until, today),
    help: rules.contacts.help,
    company: style.company ?? null,
    displayName: style.displayName,
  };
}

/** A notice as the templates of its sentence and its section see it. Text of strangers is quoted and holds no link. */
export function noticeView(notice: KeyNotice, account: Account, frame: NoticeMailFrame) {
  const facts = factsOf(notice, account, frame);
  const width = Math.max(...facts.map(({ label }) => label.length)) + 2;
  return {
    ...ownValues(notice, frame),
    why: whyText(notice, frame),
    facts: facts.map(({ label, value }) => ({
      label,
      paddedLabel: label.padEnd(width),
      value,
      parts: breakable(value),
    })),
    tasks: tasksFor(notice, frame).map(taskView),
  };
}

interface Account {
  readonly id: string;
  readonly name: string;
}

/** The day on which Curfew deactivated the key; a notice may follow an interrupted run on a later day. */
export function dayOfDeactivation({ reason }: KeyNotice, today: Day): Day {
  return reason?.code === "deactivationToFinish" ? reason.on : today;
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

function factsOf(notice: KeyNotice, account: Account, frame: NoticeMailFrame) {
  const { rules } = frame;
  const { userName, description, reason, restored, createdOn, age } = notice;
  const { userType } = rules.tagNames;
  const fact = (label: string, value: string | undefined) => (value === undefined ? [] : [{ label, value }]);
  return [
    ...fact("Access key", maskedKeyId(notice.accessKeyId)),
    ...fact("IAM user", /^[\w+=,.@-]{1,64}$/.test(userName) ? userName : quoted(userName, 64)),
    ...fact("AWS account", `${account.id}, named ${quoted(account.name, 50)}`),
    ...fact("Created", `${writtenDay(createdOn)}, ${age} days ago`),
    ...fact("Last used", writtenLastUse(notice.lastUsed ?? { state: "unknown" })),
    ...fact("Text from the key's tag", description === undefined ? undefined : quoted(description, 256)),
    ...fact("Reason for the restore", restored === undefined ? undefined : quoted(restored.reason, 300)),
    ...(reason?.code === "exemptionUnreadable"
      ? [
          ...fact("Exemption found", quoted(reason.found, 256)),
          ...fact("Expected", expectedExemption(reason.problem, frame)),
        ]
      : []),
    ...(reason?.code === "unknownUserType"
      ? fact(
          "User type found",
          reason.found === undefined ? `none: the user has no tag “${userType}”` : quoted(reason.found, 256),
        )
      : []),
  ];
}

function expectedExemption(problem: ExemptionProblem, { rules, today }: NoticeMailFrame): string {
  return problem === "malformed"
    ? "a last day like 2027-01-31, a mail address and a reason, separated by spaces"
    : `a last day not after ${writtenDay(addDays(today, rules.maxExemptionDays))}`;
}

function taskView({ title, intro, steps, hints }: Task) {
  return {
    title,
    intro: intro.map(stepView),
    hasSteps: steps.length > 0,
    steps: steps.map((step, index) => ({ ...stepView(step), number: index + 1 })),
    hints: hints.map(stepView),
  };
}

function stepView({ text, command }: Step) {
  return { text, command, commandWords: command === null ? null : command.split(" ").map(wordView) };
}

/** An option of a command stays on one line; other words may break before a dot or an at sign. */
function wordView(word: string) {
  const isOption = word.startsWith("--") && !word.includes("=");
  return isOption ? { option: word, parts: [] } : { option: null, parts: breakable(word) };
}
