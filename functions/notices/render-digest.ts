import type { Digest } from "./digest.ts";
import { type DigestSection, sectionsToActOn, sectionsToRead } from "./digest-sections.ts";
import { counted, headlineFigures } from "./figures.ts";
import type { Templates } from "./load-templates.ts";
import { plain } from "./plain.ts";
import type { RenderedMail } from "./render-notice-mail.ts";

/** Renders the digest of a run: first what needs a decision, then what was done. Empty lists are omitted. */
export function renderDigest(templates: Templates, digest: Digest): RenderedMail {
  const { run, coverage, deactivations, links } = digest;
  const isComplete = coverage === "complete" && deactivations === "accountedFor";
  const figures = headlineFigures(digest).map(({ title, now, sinceLast, sinceMonth }) => {
    const changes = [
      ...(sinceLast === undefined ? [] : [`${sinceLast} since ${digest.previous?.day}`]),
      ...(sinceMonth === undefined ? [] : [`${sinceMonth} since ${digest.monthAgo?.day}`]),
    ];
    return { title, now, changes: changes.join(", ") };
  });
  const toActOn = sectionsToActOn(digest).map(withRows);
  const values = {
    runId: run.id,
    day: run.day,
    isReportMode: run.mode === "report",
    isPart: digest.isPart,
    state: isComplete ? "complete" : "incomplete",
    summary: summaryOf(digest),
    headline: plain(digest.headline, 1_000),
    figures,
    done: doneText(digest),
    toActOn,
    isActionNeeded: toActOn.length > 0,
    toRead: sectionsToRead(digest),
    consoleLink: links.console,
    reportLocation: links.location,
  };
  const subject = plain(templates.render("digest.subject", values));
  return {
    subject,
    text: templates.render("digest.text", values),
    html: templates.render("digest.html", { ...values, title: subject }),
  };
}

/** A section as the templates see it. Templates cannot count. */
function withRows(section: DigestSection) {
  return { ...section, hasRows: section.rows.length > 0 };
}

/** What the subject says: at most two things, the most urgent first. No text from tags or names of accounts. */
function summaryOf({ totals, rootKeys, undeliverable, coverage, deactivations, run }: Digest): string {
  const { accounts } = totals;
  const lost = accounts.unreachable + accounts.partlyEvaluated;
  const roots = rootKeys.rows.length + rootKeys.more;
  const urgent = [
    ...(totals.awaitingApproval > 0
      ? [`approval needed for ${counted(totals.awaitingApproval, "key")}`]
      : []),
    ...(coverage === "incomplete" ? [`${counted(lost, "account")} not fully evaluated`] : []),
    ...(deactivations === "incomplete" ? ["the deactivation step failed"] : []),
    ...(undeliverable.rows.some(({ isFallback }) => isFallback)
      ? ["SES cannot deliver to the fallback contact"]
      : []),
    ...(roots > 0 ? [`${counted(roots, "root access key")}`] : []),
  ];
  const done =
    run.mode === "report"
      ? `${counted(totals.wouldDeactivate, "key")} would be deactivated`
      : `${counted(totals.keysDeactivated, "key")} deactivated`;
  return [...urgent, done].slice(0, 2).join(", ");
}

function doneText({ totals, run }: Digest): string {
  if (run.mode === "report")
    return `An enforcing run would have sent ${counted(totals.wouldNotify, "notice")} and deactivated ${counted(totals.wouldDeactivate, "key")}.`;
  const reportMode =
    totals.wouldNotify + totals.wouldDeactivate === 0
      ? ""
      : ` Accounts in report mode would have got ${counted(totals.wouldNotify, "notice")} and ${counted(totals.wouldDeactivate, "deactivation")}.`;
  return `${counted(totals.noticesSent, "notice")} sent, ${counted(totals.keysDeactivated, "key")} deactivated, ${counted(totals.waitingKeys, "key")} waiting, ${counted(totals.onHoldKeys, "key")} on hold, ${counted(totals.exemptKeys, "key")} exempt.${reportMode}`;
}
