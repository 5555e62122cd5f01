import { addDays, daysBetween } from "../../functions/domain/calendar-day.ts";
import { fallbackContact, securityContact } from "../support/integration-settings.ts";
import { accounts, busyDay } from "./busy-organization.ts";
import type { FaultCase } from "./fault-cases.ts";
import type { Life, LivedStep } from "./lived-days.ts";
import { losses } from "./losses.ts";
import { untrueReports } from "./report-promises.ts";
import { untrueApprovals, untrueRestores } from "./request-promises.ts";
import { restoredDays } from "./scripts.ts";
import { noticeText, type SentNotice } from "./sent-notices.ts";
import type { StatusChange } from "./status-changes.ts";

/** `minimumNoticeDays` of the settings under test. */
const noticeDays = 10;

/** The result of checking a life against the promises. */
export interface CheckedLife {
  /** Each promise that was broken, with the key or the mail. */
  readonly broken: readonly string[];
  /** How many mails repeated an earlier one. */
  readonly duplicates: number;
  /** How the faulty execution ended. */
  readonly end: string;
}

/** How an execution may end (docs/runbook.md, "The run failed"). */
const documentedEnds =
  /^(CoverageIncomplete|DeactivationsIncomplete|InvalidInput|DigestNotSent|Interrupted|SenderUnusable|RestoreIncomplete|RestoreNotificationFailed|AccessDenied(Exception)?|Lambda\..+|Sandbox\.Timedout|Runtime\.ExitError)$/;

/**
 * Checks a life against everything that Curfew promises. It reads keys and mails from IAM and the inboxes, never from
 * the ledger: the ledger may be wrong.
 * @param clean the same days without a fault; the life itself if it has no fault
 */
export function checkLife(life: Life, clean: Life, faulty: number, faultCase?: FaultCase): CheckedLife {
  const execution = life.steps[faulty]?.execution;
  const duplicates = mailsSentAgain(life.sent);
  const admitted = faultCase?.duplicates ?? 0;
  return {
    broken: [
      ...life.statusChanges.flatMap((change) => unwarned(change, life)),
      ...life.statusChanges.flatMap((change) => unplanned(change, life)),
      ...life.statusChanges.flatMap((change) => afterRestore(change, life)),
      ...life.sent.flatMap((notice) => untrue(notice, life, faultCase)),
      ...life.sent.flatMap((notice) => misdirected(notice, life)),
      ...life.steps.flatMap((step) => untrueReports(step, life)),
      ...life.steps.flatMap((step) => untrueRestores(step, life)),
      ...life.steps.flatMap((step) => untrueApprovals(step, faultCase)),
      ...life.steps.flatMap((step) => badEnd(step, faultCase)),
      ...losses(life, clean, faultCase),
      ...unfinished(life, clean, faultCase),
      ...(duplicates > admitted ? [`${duplicates} mails were sent again, at most ${admitted} may be`] : []),
      ...(life.leaks > 0 ? [`${life.leaks} secrets are in the log`] : []),
      ...life.loggedKeyIds.map((id) => `the whole access key ID ${id} is in the log`),
      ...life.brokenLines.map((line) => `a log line is not JSON: ${line.slice(0, 200)}`),
    ],
    duplicates,
    end: execution?.status === "SUCCEEDED" ? execution.status : (execution?.error ?? "no end"),
  };
}

/** Mails that revoke all earlier warnings. */
const revokes: ReadonlySet<SentNotice["kind"]> = new Set([
  "staysActive",
  "exemptionUnreadable",
  "deactivated",
  "restored",
]);

/**
 * Curfew deactivates a key only after a warning was delivered in time to its owner or to the fallback contact, and
 * never before a day that a mail named.
 */
function unwarned(change: StatusChange, { sent, steps }: Life): string[] {
  if (change.status !== "Inactive") return [];
  const key = change.accessKeyId.slice(-4);
  const before = sent.filter((one) => one.key === key && one.mail < change.mailsBefore);
  const last = before.findLast(({ kind }) => revokes.has(kind));
  // A restore sends several mails. Each names the day of the next deactivation.
  const from = before.findIndex(({ kind, run }) => kind === last?.kind && run === last.run);
  const standing = before.slice(from < 0 ? 0 : from).filter(({ names }) => names !== undefined);
  const ofDay = steps.filter(({ day }) => day === change.on);
  const owners = ofDay.flatMap((step) => step.owners.get(change.accessKeyId) ?? []);
  const isWarning = ({ to, on, names, delivered }: SentNotice) =>
    delivered &&
    [...owners, fallbackContact].includes(to) &&
    names !== undefined &&
    names <= change.on &&
    addDays(on, noticeDays) <= change.on;
  const later = standing.filter(({ names = "", delivered }) => delivered && names > change.on);
  return [
    ...(standing.some(isWarning) ? [] : [`${key} was deactivated on ${change.on} without a warning`]),
    ...later.map(
      ({ names, to }) => `${key} was deactivated on ${change.on}, but the mail to ${to} names ${names}`,
    ),
  ];
}

/** A run deactivates only keys of its plan. */
function unplanned({ status, accessKeyId, on }: StatusChange, { steps }: Life): string[] {
  const plans = steps.filter(({ day }) => day === on).flatMap(({ planned }) => planned);
  return status === "Active" || plans.includes(accessKeyId) ? [] : [`${accessKeyId} was in no plan of ${on}`];
}

/** A restored key is not deactivated again while the restore lasts. */
function afterRestore(change: StatusChange, { statusChanges }: Life): string[] {
  if (change.status !== "Active") return [];
  const again = statusChanges
    .slice(statusChanges.indexOf(change) + 1)
    .find(
      ({ accessKeyId, status, on }) =>
        accessKeyId === change.accessKeyId &&
        status === "Inactive" &&
        daysBetween(change.on, on) <= restoredDays,
    );
  return again === undefined
    ? []
    : [`${change.accessKeyId} was deactivated on ${again.on} although restored`];
}

/** A mail says that a key was deactivated or restored only after Curfew did that. */
function untrue(notice: SentNotice, { statusChanges, steps }: Life, faultCase?: FaultCase): string[] {
  const [first] = steps;
  if (first === undefined || notice.on < first.day) return [];
  if (faultCase !== undefined && notice.on === first.day && isAboutToBeSent(notice, faultCase)) return [];
  if (notice.kind !== "deactivated" && notice.kind !== "restored") return [];
  const status = notice.kind === "deactivated" ? "Inactive" : "Active";
  const last = statusChanges.findLast(
    ({ accessKeyId, mailsBefore }) => accessKeyId.endsWith(notice.key) && mailsBefore <= notice.mail,
  );
  return last?.status === status ? [] : [`a mail says what Curfew did not do: ${noticeText(notice)}`];
}

/** Only owners and contacts get mail about a key. */
function misdirected(notice: SentNotice, { steps }: Life): string[] {
  const owners = steps.flatMap((step) =>
    [...step.owners].flatMap(([id, addresses]) => (id.endsWith(notice.key) ? addresses : [])),
  );
  const known = [...owners, "new@example.com", fallbackContact, securityContact];
  return known.includes(notice.to) ? [] : [`neither an owner nor a contact: ${noticeText(notice)}`];
}

function badEnd({ execution, report, step, day }: LivedStep, faultCase?: FaultCase): string[] {
  const { status, error = "", cause = "" } = execution;
  if (status === "SUCCEEDED")
    return step.machine !== "daily" || report !== undefined ? [] : [`${step.id} succeeded without a report`];
  const fault = faultCase?.fault;
  // A permanent error of AWS that ends the first or the last state keeps its AWS name.
  const isKnown = documentedEnds.test(error) || (fault?.kind === "refused" && fault.code === error);
  const isUnreachable = fault?.kind === "happens" && fault.happening.endsAccount === true;
  const onlyBusy = report?.unreachable.every(({ id }) => id === accounts.busy) === true;
  const mayFail = day === busyDay || (isUnreachable && onlyBusy);
  return status === "FAILED" && isKnown && mayFail
    ? []
    : [`${step.id} ended as ${status} ${error}: ${cause.slice(0, 200)}`];
}

/** Whether something happens to the key when its mail is on its way to SES. Nothing stops that mail. */
function isAboutToBeSent(notice: SentNotice, { fault, site: { call } }: FaultCase): boolean {
  const isMail = call.operation === "SendEmail" && call.target === `${notice.to} ${notice.accountId}`;
  return isMail && fault.kind === "happens" && fault.happening.concerns(notice);
}

/**
 * What the ledger still has under way at the end, although the days after the fault went well. The intention for a key
 * that Curfew can no longer read stays until its entry expires.
 */
function unfinished(life: Life, clean: Life, faultCase?: FaultCase): string[] {
  const isHidden = faultCase?.fault.kind === "happens" && faultCase.fault.happening.hidesOutcome === true;
  const [last, cleanLast] = [life.steps.at(-1), clean.steps.at(-1)];
  if (last === undefined || life.steps.length < clean.steps.length || last.state === cleanLast?.state)
    return [];
  return [
    ...(last.state.includes('"claimed"') ? ["a notice is still claimed at the end"] : []),
    ...(last.state.includes('"intended"') && !isHidden
      ? ["a deactivation or restore is still intended at the end"]
      : []),
  ];
}

/** How many mails repeated an earlier one to the same recipient within a week. */
function mailsSentAgain(sent: readonly SentNotice[]): number {
  const again = new Set<number>();
  for (const [index, one] of sent.entries()) {
    const isAgain = sent
      .slice(0, index)
      .some((other) => noticeText(other) === noticeText(one) && daysBetween(other.on, one.on) < 7);
    if (isAgain) again.add(one.mail);
  }
  return again.size;
}
