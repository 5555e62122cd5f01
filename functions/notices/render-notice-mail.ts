import { maskedKeyId } from "../domain/access-key.ts";
import type { Day } from "../domain/calendar-day.ts";
import type { NoticeKind } from "../domain/notice.ts";
import { ordinal, writtenDay, writtenLastUse } from "./english.ts";
import { fallbackText } from "./fallback-text.ts";
import type { KeyNotice, NoticeMail } from "./key-notice.ts";
import type { Templates } from "./load-templates.ts";
import { plain } from "./plain.ts";

/** A mail ready to send. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What a notice mail says besides the notices. */
export interface NoticeMailFrame {
  /** Whom to ask. */
  readonly help: string;
  readonly runDay: Day;
}

/** Renders one mail about all keys of one recipient in one account; the gravest come first. */
export function renderNoticeMail(
  templates: Templates,
  mail: NoticeMail,
  frame: NoticeMailFrame,
): RenderedMail {
  const help = plain(frame.help);
  const notices = mail.notices
    .toSorted((one, other) => gravity.indexOf(one.kind) - gravity.indexOf(other.kind))
    .map((notice) => viewOf(templates, notice, help));
  const [first = null, ...others] = notices;
  const values = {
    notices,
    only: others.length === 0 ? first : null,
    count: notices.length,
    deactivatedCount: notices.filter(({ isDeactivated }) => isDeactivated).length,
    finalCount: notices.filter(({ isFinalWarning }) => isFinalWarning).length,
    allDeactivated: notices.every(({ isDeactivated }) => isDeactivated),
    accountName: plain(mail.account.name, 60),
    accountId: mail.account.id,
    help,
    runDay: frame.runDay,
  };
  const subject = plain(templates.render("notice.subject", values));
  return {
    subject,
    text: templates.render("notice.text", values),
    html: templates.render("notice.html", { ...values, title: subject }),
  };
}

const gravity: readonly NoticeKind[] = [
  "deactivated",
  "restored",
  "finalWarning",
  "exemptionUnreadable",
  "warning",
  "staysActive",
];

/** A notice as the templates see it: every value one plain line. */
function viewOf(templates: Templates, notice: KeyNotice, help: string) {
  const stageDay = notice.id.type === "stage" ? notice.id.day : null;
  const view = {
    kind: notice.kind,
    isWarning: notice.kind === "warning",
    isStaysActive: notice.kind === "staysActive",
    isExemptionUnreadable: notice.kind === "exemptionUnreadable",
    isFinalWarning: notice.kind === "finalWarning",
    isDeactivated: notice.kind === "deactivated",
    isRestored: notice.kind === "restored",
    stageDay,
    key: maskedKeyId(notice.accessKeyId),
    userName: plain(notice.userName, 64),
    description: notice.description === undefined ? null : plain(notice.description, 256),
    age: notice.age,
    ageOrdinal: ordinal(notice.age),
    createdOn: writtenDay(notice.createdOn),
    lastUsed: writtenLastUse(notice.lastUsed ?? { state: "unknown" }),
    rotateBeforeDay: notice.lastStageDay,
    isOverdue: notice.age >= notice.lastStageDay,
    switchOffDay: notice.names ?? null,
    switchOffOn: notice.names === undefined ? null : writtenDay(notice.names),
    withdrawnDay: notice.withdraws === undefined ? null : writtenDay(notice.withdraws),
    restoreReason: notice.restored === undefined ? null : plain(notice.restored.reason, 300),
    fallbackReason: notice.because === undefined ? null : fallbackText(notice.because),
  };
  return { ...view, sentence: plain(templates.sentence(notice.kind, stageDay, { ...view, help }), 500) };
}
