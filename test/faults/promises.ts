import { addDays, daysBetween } from "../../functions/domain/calendar-day.ts";
import { fallbackContact, securityContact } from "../support/integration-settings.ts";
import { accounts, busyDay } from "./busy-organization.ts";
import type { Deed } from "./deeds.ts";
import type { FaultCase } from "./fault-cases.ts";
import type { Life, LivedStep } from "./lived-days.ts";
import { losses } from "./losses.ts";
import { untrueReports } from "./report-promises.ts";
import { untrueApprovals, untrueRestores } from "./request-promises.ts";
import { restoredDays } from "./scripts.ts";
import { type Told, toldText } from "./told.ts";

/** `minimumNoticeDays` of the settings under test. */
const noticeDays = 10;

/** What a life came to. */
export interface Verdict {
  /** Each promise that was broken, with the key or the mail. */
  readonly broken: readonly string[];
  /** Mails that said again what an earlier one had said. */
  readonly duplicates: number;
  /** How the faulty execution ended. */
  readonly end: string;
}

/** How an execution may end (docs/runbook.md, "The run failed"). */
const documentedEnds =
  /^(CoverageIncomplete|DeactivationsIncomplete|InvalidInput|DigestNotSent|Interrupted|SenderUnusable|RestoreIncomplete|RestoreNotificationFailed|AccessDenied(Exception)?|Lambda\..+|Sandbox\.Timedout|Runtime\.ExitError)$/;

/**
 * Holds a life against everything that Curfew promises. What was promised about keys and mails is read from inboxes and
 * IAM, never from the ledger: the ledger is what may be wrong.
 * @param clean the same days without a fault; itself, if that one is checked
 */
export function verdictOn(life: Life, clean: Life, faulty: number, faultCase?: FaultCase): Verdict {
  const execution = life.steps[faulty]?.execution;
  const duplicates = mailsSentAgain(life.told);
  const admitted = faultCase?.duplicates ?? 0;
  return {
    broken: [
      ...life.deeds.flatMap((deed) => unwarned(deed, life)),
      ...life.deeds.flatMap((deed) => unplanned(deed, life)),
      ...life.deeds.flatMap((deed) => afterRestore(deed, life)),
      ...life.told.flatMap((told) => untrue(told, life)),
      ...life.told.flatMap((told) => misdirected(told, life)),
      ...life.steps.flatMap((step) => untrueReports(step, life)),
      ...life.steps.flatMap((step) => untrueRestores(step, life)),
      ...life.steps.flatMap(untrueApprovals),
      ...life.steps.flatMap((step) => badEnd(step, faultCase)),
      ...losses(life, clean, faultCase),
      ...unfinished(life, clean),
      ...(duplicates > admitted ? [`${duplicates} mails were sent again, ${admitted} are admitted`] : []),
      ...(life.leaks > 0 ? [`${life.leaks} secrets stand in the log`] : []),
      ...life.brokenLines.map((line) => `a log line is no JSON: ${line.slice(0, 200)}`),
    ],
    duplicates,
    end: execution?.status === "SUCCEEDED" ? execution.status : (execution?.error ?? "no end"),
  };
}

/** Mails after which no earlier warning stands. */
const revokes: ReadonlySet<Told["kind"]> = new Set([
  "staysActive",
  "exemptionUnreadable",
  "deactivated",
  "restored",
]);

/**
 * A key is deactivated only after a warning that was delivered in time to its owner, or to the fallback contact, and
 * never before a day that a mail named.
 */
function unwarned(deed: Deed, { told, steps }: Life): string[] {
  if (deed.status !== "Inactive") return [];
  const key = deed.accessKeyId.slice(-4);
  const before = told.filter((one) => one.key === key && one.mail < deed.mailsBefore);
  const last = before.findLast(({ kind }) => revokes.has(kind));
  // A restore is told to several, each with the day of the next deactivation.
  const from = before.findIndex(({ kind, run }) => kind === last?.kind && run === last.run);
  const standing = before.slice(from < 0 ? 0 : from).filter(({ names }) => names !== undefined);
  const ofDay = steps.filter(({ day }) => day === deed.on);
  const owners = ofDay.flatMap((step) => step.owners.get(deed.accessKeyId) ?? []);
  const isWarning = ({ to, on, names, delivered }: Told) =>
    delivered &&
    [...owners, fallbackContact].includes(to) &&
    names !== undefined &&
    names <= deed.on &&
    addDays(on, noticeDays) <= deed.on;
  const later = standing.filter(({ names = "", delivered }) => delivered && names > deed.on);
  return [
    ...(standing.some(isWarning) ? [] : [`${key} was deactivated on ${deed.on} without a warning`]),
    ...later.map(({ names, to }) => `${key} was deactivated on ${deed.on}; ${to} was told ${names}`),
  ];
}

/** No key outside the plan of a run is deactivated. */
function unplanned({ status, accessKeyId, on }: Deed, { steps }: Life): string[] {
  const plans = steps.filter(({ day }) => day === on).flatMap(({ planned }) => planned);
  return status === "Active" || plans.includes(accessKeyId) ? [] : [`${accessKeyId} was in no plan of ${on}`];
}

/** A key that was restored is not deactivated again while the restore lasts. */
function afterRestore(deed: Deed, { deeds }: Life): string[] {
  if (deed.status !== "Active") return [];
  const again = deeds
    .slice(deeds.indexOf(deed) + 1)
    .find(
      ({ accessKeyId, status, on }) =>
        accessKeyId === deed.accessKeyId && status === "Inactive" && daysBetween(deed.on, on) <= restoredDays,
    );
  return again === undefined ? [] : [`${deed.accessKeyId} was deactivated on ${again.on} although restored`];
}

/** A mail says that a key was deactivated or restored only where Curfew did that before. */
function untrue(told: Told, { deeds, steps }: Life): string[] {
  const [first] = steps;
  if (first === undefined || told.on < first.day) return [];
  if (told.kind !== "deactivated" && told.kind !== "restored") return [];
  const status = told.kind === "deactivated" ? "Inactive" : "Active";
  const last = deeds.findLast(
    ({ accessKeyId, mailsBefore }) => accessKeyId.endsWith(told.key) && mailsBefore <= told.mail,
  );
  return last?.status === status ? [] : [`told what is not so: ${toldText(told)}`];
}

/** Only owners and contacts get mail about a key. */
function misdirected(told: Told, { steps }: Life): string[] {
  const owners = steps.flatMap((step) =>
    [...step.owners].flatMap(([id, addresses]) => (id.endsWith(told.key) ? addresses : [])),
  );
  const known = [...owners, "new@example.com", fallbackContact, securityContact];
  return known.includes(told.to) ? [] : [`somebody else was told: ${toldText(told)}`];
}

function badEnd({ execution, report, step, day }: LivedStep, faultCase?: FaultCase): string[] {
  const { status, error = "", cause = "" } = execution;
  if (status === "SUCCEEDED")
    return step.machine !== "daily" || report !== undefined ? [] : [`${step.id} succeeded without a report`];
  const fault = faultCase?.fault;
  // An error that AWS gives for good, and that ends the first or the last state, keeps AWS's name.
  const isKnown = documentedEnds.test(error) || (fault?.kind === "refused" && fault.code === error);
  const isOutOfReach = fault?.kind === "happens" && fault.happening.endsAccount === true;
  const onlyBusy = report?.unreachable.every(({ id }) => id === accounts.busy) === true;
  const mayFail = day === busyDay || (isOutOfReach && onlyBusy);
  return status === "FAILED" && isKnown && mayFail
    ? []
    : [`${step.id} ended as ${status} ${error}: ${cause.slice(0, 200)}`];
}

/** What is still under way in the ledger after days without a fault, or keys that IAM and the clean life tell otherwise. */
function unfinished(life: Life, clean: Life): string[] {
  const [last, cleanLast] = [life.steps.at(-1), clean.steps.at(-1)];
  if (last === undefined || life.steps.length < clean.steps.length || last.state === cleanLast?.state)
    return [];
  return [
    ...(last.state.includes('"claimed"') ? ["a notice is still claimed at the end"] : []),
    ...(last.state.includes('"intended"') ? ["a deactivation or restore is still intended at the end"] : []),
  ];
}

/** How many mails said something that an earlier one of the same week had said to the same recipient. */
function mailsSentAgain(told: readonly Told[]): number {
  const again = new Set<number>();
  for (const [index, one] of told.entries()) {
    const isAgain = told
      .slice(0, index)
      .some((other) => toldText(other) === toldText(one) && daysBetween(other.on, one.on) < 7);
    if (isAgain) again.add(one.mail);
  }
  return again.size;
}
