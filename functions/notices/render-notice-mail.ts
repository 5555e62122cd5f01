import type { NoticeKind } from "../domain/notice.ts";
import { writtenDay } from "./english.ts";
import { heldTogether, joinedTogether } from "./held-together.ts";
import type { KeyNotice, NoticeMail } from "./key-notice.ts";
import type { Templates } from "./load-templates.ts";
import { type NoticeMailFrame, senderOf } from "./mail-frame.ts";
import { noticeView, ownValues } from "./notice-view.ts";
import { plain } from "./plain.ts";
import { subjectSummary } from "./subject-summary.ts";
import { hasStageDay, type TemplateCase } from "./template-names.ts";

/** A mail ready to send. */
export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * Renders one mail about all keys of one recipient in one account, the most urgent first.
 * @throws an error naming the template that cannot be rendered
 */
export function renderNoticeMail(
  templates: Templates,
  mail: NoticeMail,
  frame: NoticeMailFrame,
): RenderedMail {
  const notices = mail.notices.toSorted(byUrgency);
  const [first] = notices;
  if (first === undefined) throw new Error("a notice mail needs at least one notice");
  const isSeveral = notices.length > 1;
  const values = {
    count: notices.length,
    isSeveral,
    summary: subjectSummary(notices, frame),
    displayName: frame.style.displayName,
    sender: senderOf(frame.style),
    help: frame.rules.contacts.help,
    runDay: writtenDay(frame.today),
  };
  const subject = plain(
    isSeveral
      ? templates.render("several.subject", values)
      : templates.renderNotice("subject", caseOf(first), ownValues(first, frame)),
  );
  const sections = notices.map((notice) => renderSection(templates, notice, mail, frame));
  const text = sections.map((section) => section.text).join("\n\n\n");
  const html = sections.map((section) => section.html).join("\n");
  return {
    subject,
    text: joinedTogether(templates.render("layout.text", { ...values, notices: text })),
    html: templates.render("layout.html", { ...values, title: subject, notices: heldTogether(html) }),
  };
}

/** The part of a mail that is about one key. */
function renderSection(
  templates: Templates,
  notice: KeyNotice,
  { account }: NoticeMail,
  frame: NoticeMailFrame,
) {
  const of = caseOf(notice);
  const view = noticeView(notice, account, frame);
  const line = (field: "headline" | "sentence") => plain(templates.renderNotice(field, of, view), 500);
  const values = { ...view, headline: line("headline"), sentence: line("sentence") };
  return {
    text: templates.renderNotice("text", of, values),
    html: templates.renderNotice("html", of, values),
  };
}

function caseOf({ kind, userType, id }: KeyNotice): TemplateCase {
  return { kind, userType, stageDay: hasStageDay(kind) && "day" in id ? id.day : undefined };
}

const urgency: readonly NoticeKind[] = [
  "deactivated",
  "finalWarning",
  "warning",
  "restored",
  "exemptionUnreadable",
  "staysActive",
];

/** What has happened first, then what happens next, then the rest. */
function byUrgency(one: KeyNotice, other: KeyNotice): number {
  const gap = urgency.indexOf(one.kind) - urgency.indexOf(other.kind);
  if (gap !== 0 && (one.kind === "deactivated" || other.kind === "deactivated")) return gap;
  const [mine, theirs] = [one.names ?? "9", other.names ?? "9"];
  return mine === theirs ? gap : mine < theirs ? -1 : 1;
}
