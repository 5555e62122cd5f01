import type { Digest, DigestAccount, DigestKey, DigestList } from "../domain/digest.ts";
import type { Templates } from "./load-templates.ts";
import { plain } from "./plain.ts";
import type { RenderedMail } from "./render-notice-mail.ts";

interface Section {
  readonly title: string;
  /** Whether somebody has to do something about it. */
  readonly grave: boolean;
  readonly rows: readonly { readonly what: string; readonly reason: string }[];
  readonly more: number;
}

/** Renders the digest of a run for the security contact; lists that are empty are left out. */
export function renderDigest(templates: Templates, digest: Digest): RenderedMail {
  const { mode } = digest;
  const sections = [
    grave(accounts("Critical: root users with an access key", digest.rootKeys)),
    grave(accounts("Accounts not reached", digest.unreached)),
    grave(keys("Deactivations that failed", digest.deactivationsFailed)),
    keys(
      mode === "report" ? "Keys an enforcing run would deactivate" : "Keys deactivated",
      digest.deactivated,
    ),
    grave(keys("Notices not sent", digest.noticesFailed)),
    keys("Keys withheld", digest.withheld),
    keys("Keys exempt", digest.exempt),
    accounts("Accounts not onboarded yet", digest.notOnboarded),
  ].filter(({ rows }) => rows.length > 0);
  const { runId, day, coverage, totals, reportLocation } = digest;
  const isReportMode = mode === "report";
  const values = {
    runId,
    day,
    mode,
    isReportMode,
    hasReportModeFigures: isReportMode || totals.wouldNotify > 0 || totals.wouldDeactivate > 0,
    coverage,
    deactivatedKeys: counted(isReportMode ? totals.wouldDeactivate : totals.keysDeactivated),
    rootKeys: counted(digest.rootKeys.rows.length + digest.rootKeys.more),
    totals,
    reportLocation,
    sections,
    cause: plain(digest.cause, 1_000),
  };
  const subject = plain(templates.render("digest.subject", values));
  return {
    subject,
    text: templates.render("digest.text", values),
    html: templates.render("digest.html", { ...values, title: subject }),
  };
}

/** A number as the templates see it, which cannot compare: they choose a word by whether it is one. */
function counted(count: number) {
  return { count, isOne: count === 1 };
}

function grave(section: Section): Section {
  return { ...section, grave: true };
}

function accounts(title: string, { rows, more }: DigestList<DigestAccount>): Section {
  const shown = rows.map(({ id, name, reason }) => ({
    what: `${plain(name, 60)} (${id})`,
    reason: plain(reason, 300),
  }));
  return { title, grave: false, rows: shown, more };
}

function keys(title: string, { rows, more }: DigestList<DigestKey>): Section {
  const shown = rows.map(({ accountId, accountName, userName, key, age, reason }) => ({
    what: `${key} of ${plain(userName, 64)} in ${plain(accountName, 60)} (${accountId}), day ${age}`,
    reason: plain(reason, 300),
  }));
  return { title, grave: false, rows: shown, more };
}
