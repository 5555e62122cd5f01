import type { OutcomeReason } from "../../statemachine/account-result.ts";
import type { NotDeactivated } from "../../statemachine/plan.ts";
import type { SkipReason } from "../domain/account-scope.ts";
import type { Reason } from "../domain/decision.ts";
import type { RevocationCause } from "../domain/key-history.ts";
import type { Fate, PlanHold } from "../domain/plan.ts";
import type { RestoreRefusal } from "../domain/restore.ts";
import { plain } from "./plain.ts";

/** The form of an exemption tag, for people. */
export const exemptionForm = "YYYY-MM-DD, a mail address and a reason, separated by spaces";

/** How text that somebody else wrote is shown. */
export type Quote = (text: string) => string;

/** Text from a tag, on one line and in quotes: for page, CSV and terminal, which make no links of text. */
export const asFound: Quote = (text) => `"${plain(text, 120)}"`;

/**
 * Why a key is in its state, as a sentence without a full stop. Days are ISO days in UTC.
 * @param quote for mails `quoted` of inert.ts, so that nobody can write a link into them
 */
export function reasonText(reason: Reason, quote: Quote = asFound): string {
  switch (reason.code) {
    case "noStageDue":
      return "no stage is due";
    case "stageDue":
      return `the notice of day ${reason.day} is due`;
    case "stageNotified":
      return `the notice of day ${reason.day} was sent`;
    case "deactivationDue":
      return `due for deactivation: a warning was delivered in time, and the day named was ${reason.named}`;
    case "exempt":
      return `exempt until ${reason.until} by the user's tag: owner ${quote(reason.owner)}, reason ${quote(reason.reason)}`;
    case "exemptionUnreadable":
      return reason.problem === "malformed"
        ? `the exemption tag cannot be read: found ${quote(reason.found)}, expected ${exemptionForm}`
        : `the exemption ends too late: found ${quote(reason.found)}`;
    case "tagsUnreadable":
      return "the user's tags could not be read";
    case "unknownUserType":
      return reason.found === undefined
        ? "the user has no user type tag"
        : `unknown user type: found ${quote(reason.found)}`;
    case "restored":
      return `restored: stays active until ${restoredUntil(reason)}; reason given: ${quote(reason.reason)}`;
    case "notWarned":
      return reason.revokedBy === undefined
        ? "no warning was sent before"
        : `earlier warnings no longer count: ${revocationText(reason.revokedBy)}`;
    case "dayNotReached":
      return `a warning names a later day: ${reason.named}`;
    case "deliveryUnknown":
      return `SES has not yet reported whether the notice of ${reason.sentOn} was delivered`;
    case "deliveredTooLate":
      return `the notice was delivered late: the notice period ends on ${reason.until}`;
    case "ownerChanged":
      return "the owner has changed: the notices went to people who do not own the key now";
    case "ownerUnreachable":
      return `the owner cannot be reached (${addresses(reason.addresses)}): the fallback contact is notified`;
    case "nobodyReached":
      return `neither the owner nor the fallback contact can be reached (${addresses(reason.addresses)})`;
    case "noticeStale":
      return `the last warning is too old: it named ${reason.named}`;
    case "mailLimit":
      return "too many mails about this key in 30 days: Curfew sends no more for now";
    case "inactive":
      return `the key is ${plain(reason.status, 30)}`;
    case "deactivationToFinish":
      return `deactivated on ${reason.on}; Curfew completes the record and the notice`;
  }
}

/** The day before the one that the mails name, and the requested day where that is earlier. */
function restoredUntil({ until, activeUntil = until }: Extract<Reason, { code: "restored" }>): string {
  if (activeUntil === until) return until;
  return `${activeUntil} (requested until ${until}, but the mails name a later day)`;
}

const revocationTexts: Readonly<Record<RevocationCause, string>> = {
  staysActiveNotice: "a later notice said that the key stays active",
  exemptionBegun: "an exemption began",
  exemptionEnded: "an exemption ended",
  exemptionUnreadable: "the exemption tag could not be read",
  restore: "the key was restored",
  deactivation: "the key was deactivated before",
};

/** Why notices that were sent no longer count. */
export function revocationText(cause: RevocationCause): string {
  return revocationTexts[cause];
}

/** What somebody has to do about a key; `undefined` if Curfew continues by itself. */
export function whatToDo(reason: Reason): string | undefined {
  switch (reason.code) {
    case "exemptionUnreadable":
      return reason.problem === "malformed"
        ? "Correct or remove the exemption tag."
        : "Set an earlier end date in the exemption tag, or remove the tag.";
    case "tagsUnreadable":
      return "Allow the role curfew-read to list the user's tags.";
    case "unknownUserType":
      return "Set the user type tag to a value that settings.yaml knows.";
    case "ownerUnreachable":
      return "Correct the user's email tag.";
    case "nobodyReached":
      return "Correct the user's email tag and check the fallback contact in settings.yaml.";
    case "ownerChanged":
    case "mailLimit":
      return "Find out who owns the key. Its tags change often.";
    default:
      return undefined;
  }
}

/** Why the plan deactivates nothing today. */
export function planHoldText(hold: PlanHold, quote: Quote = asFound): string {
  switch (hold.code) {
    case "reportMode":
      return "the run is in report mode";
    case "dayOver":
      return `the run is for ${hold.day} and today is ${hold.utcDay}`;
    case "unreadableResults":
      return `${count(hold.objects.length, "result")} could not be read, first ${plain(hold.objects[0] ?? "", 200)}`;
    case "tooManyUnreachable":
      return `${hold.unreachable} of ${hold.listed} accounts are unreachable (${hold.percent} %), more than limits.maxUnreachablePercent allows`;
    case "paused":
      return `deactivations are paused until ${hold.until}: ${quote(hold.reason)}`;
    case "windowClosed":
      return "the change window is closed today";
    case "mailUnusable":
      return `SES cannot send the notices: ${plain(hold.problem, 300)}`;
    case "evaluationFailed":
      return `the evaluation of the accounts failed: ${plain(hold.error, 300)}`;
  }
}

/** What the plan does with a key. */
export function fateText(fate: Fate): string {
  return fateTexts[fate];
}

const fateTexts: Readonly<Record<Fate, string>> = {
  deactivate: "planned for today",
  waitsForPace: "waiting: today's limit of deactivations is reached",
  waitsForAccountPace: "waiting: today's limit for the account is reached",
  awaitsApproval: "waiting for an approval of the plan",
  onHold: "waiting: all deactivations are on hold today",
};

/** Why a planned key was not deactivated. */
export function notDeactivatedText(why: NotDeactivated, quote: Quote = asFound): string {
  switch (why.code) {
    case "noLongerDue":
      return `no longer due: ${reasonText(why.reason, quote)}`;
    case "keyGone":
      return "the key no longer exists";
    case "statusChanged":
      return `the key's status is now ${plain(why.status, 30)}`;
    case "paused":
      return `deactivations were paused until ${why.until} during the run`;
    case "windowClosed":
      return "new settings closed the change window during the run";
    case "dayOver":
      return `the run is for ${why.day} and it was already ${why.utcDay}`;
    case "overtaken":
      return "another execution or a restore changed the key in the meantime";
    case "failed":
      return `failed: ${plain(why.error, 500)}`;
    case "noTimeLeft":
      return "the Lambda timeout was near";
  }
}

/** Why an account was not evaluated, or not all of it. */
export function outcomeReasonText(reason: OutcomeReason): string {
  switch (reason.code) {
    case "joinedRecently":
      return `no usable member role yet; the account joined ${count(reason.days, "day")} ago`;
    case "pendingClosure":
      return "the account is being closed (PENDING_CLOSURE)";
    case "roleRefused":
      return `the member role cannot be assumed: ${plain(reason.error, 500)}`;
    case "regionDisabled":
      return `the STS Region is not active in the account; enable it there or change hub.stsRegion: ${plain(reason.error, 500)}`;
    case "staleRun":
      return `the execution is for ${reason.day} and it was already ${reason.utcDay}`;
    case "failed":
      return `${plain(reason.step, 100)} failed: ${plain(reason.error, 500)}`;
    case "problems":
      return `${count(reason.count, "problem")}, first: ${plain(reason.first, 500)}`;
  }
}

/** Why a listed account is skipped. */
export function skipReasonText(reason: SkipReason): string {
  switch (reason.code) {
    case "state":
      return `the account's state is ${plain(reason.state, 30)}`;
    case "excluded":
      return "excluded by exclude.accounts";
    case "excludedWithOu":
      return `excluded with its OU ${reason.organizationalUnit}`;
    case "notIncluded":
      return "not selected by include";
  }
}

/** Why a restore was refused. */
export function restoreRefusalText(refusal: RestoreRefusal): string {
  switch (refusal.code) {
    case "notDeactivatedByCurfew":
      return "Curfew has not deactivated this key";
    case "deactivationUnfinished":
      return "the deactivation of this key is not finished; try again after the next run";
    case "deactivatedByAnotherRun":
      return `the run ${plain(refusal.run, 80)} deactivated this key`;
    case "deactivatedByOthers":
      return `Curfew's deactivation was restored on ${refusal.restoredOn}; somebody else has deactivated the key since`;
    case "wasActiveAgain":
      return `the key was active again on ${refusal.warnedOn}, when a warning was sent; somebody else has deactivated it since`;
    case "keyGone":
      return "the key no longer exists";
    case "alreadyActive":
      return "the key is already active";
    case "unexpectedStatus":
      return `the key's status is ${plain(refusal.status, 30)}, expected Active or Inactive`;
  }
}

function addresses(list: readonly string[]): string {
  return list.map((address) => plain(address, 100)).join(", ");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
