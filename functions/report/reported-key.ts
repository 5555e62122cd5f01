import type { KeyResult } from "../../statemachine/account-result.ts";
import type { PlannedKeyResult } from "../../statemachine/plan.ts";
import type { KeyRow } from "../../statemachine/run-report.ts";
import type { Account } from "../domain/account.ts";
import { type AddressFacts, type AddressProblem, addressProblemsOf } from "../domain/address-problems.ts";
import { type Day, daysBetween } from "../domain/calendar-day.ts";
import type { Decision } from "../domain/decision.ts";
import { isRestart, reactivations, standingNotices } from "../domain/key-history.ts";
import type { Fate } from "../domain/plan.ts";
import type { Mode } from "../domain/policy.ts";
import type { TimelineStep } from "../domain/timeline.ts";

/** What plan and deactivation step say about one key. */
export interface PlannedFate {
  readonly fate: Fate;
  /** Whether this day does not count for the age of its notice; see `waitingKeys`. */
  readonly waits: boolean;
  /** Absent if the key was not planned for today, or if it has no result. */
  readonly result?: PlannedKeyResult | undefined;
}

/** A key after the run: what the evaluation said and what the deactivation step did. */
export interface ReportedKey {
  readonly facts: KeyResult["facts"];
  /** The latest decision: the one right before the deactivation, if there was one. */
  readonly decision: Decision;
  readonly notices: KeyResult["notices"];
  readonly planned: PlannedFate | undefined;
  readonly mode: Mode;
  readonly isDeactivated: boolean;
  readonly isFailed: boolean;
  /** It may be deactivated, and was not. */
  readonly isWaiting: boolean;
  /** Days since its deactivation became due; `undefined` if it is not due, or if the key is inactive now. */
  readonly overdueDays: number | undefined;
}

/** Overdue for more days than this is listed first. */
export const longOverdueDays = 30;

/** Combines what the run knows about a key. */
export function reportedKey(
  result: KeyResult,
  planned: PlannedFate | undefined,
  { day, mode }: { readonly day: Day; readonly mode: Mode },
): ReportedKey {
  const attempt = planned?.result;
  const decision = attempt?.decision ?? result.decision;
  const isDeactivated = attempt?.outcome === "deactivated" || result.finishedDeactivation === true;
  const isAttempted = planned?.fate === "deactivate";
  const isFailed = isAttempted && (attempt === undefined || attempt.why?.code === "failed");
  const { overdueSince, state } = decision;
  const isActive = !isDeactivated && state !== "inactive";
  return {
    facts: result.facts,
    decision,
    notices: [...result.notices, ...(attempt?.notices ?? [])],
    planned,
    mode,
    isDeactivated,
    isFailed,
    isWaiting: mode === "enforce" && state === "deactivate" && isActive && !isFailed,
    overdueDays:
      isActive && overdueSince !== undefined && overdueSince <= day
        ? daysBetween(overdueSince, day)
        : undefined,
  };
}

/** Whether a notice of this run or an earlier one names a day of deactivation and counts. */
export function hasStandingNotice({ facts, notices, decision }: ReportedKey): boolean {
  const wasNamed = notices.some(({ names, outcome }) => names !== undefined && outcome === "sent");
  return wasNamed || (decision.revoke === undefined && standingNotices(facts.history).length > 0);
}

/**
 * How often tags, exemptions or an activation of the key have restarted the warnings, this run included. In report mode
 * no mail does that.
 */
export function restartsOf({ facts, decision: { revoke }, mode }: ReportedKey): number {
  const isRecorded = revoke !== undefined && (mode === "enforce" || revoke !== "staysActiveNotice");
  const activated = facts.status === "Active" ? reactivations(facts.history) : 0;
  return facts.history.restarts + activated + (isRecorded && isRestart(revoke) ? 1 : 0);
}

/** Whether the report lists a key: it is past its first stage, or the run did something about it. */
export function isListed({ decision, notices, planned, isDeactivated }: ReportedKey): boolean {
  const isQuiet = decision.state === "compliant" || decision.state === "inactive";
  return !isQuiet || notices.length > 0 || planned !== undefined || isDeactivated;
}

/** The order of the report: keys overdue for long first, then the oldest; a smaller number comes first. */
export function orderOf({ overdueDays, decision }: ReportedKey): number {
  const isLong = overdueDays !== undefined && overdueDays > longOverdueDays;
  return isLong ? -1_000_000 - overdueDays : -decision.age;
}

/** A key as the report lists it. */
export function keyRow(key: ReportedKey, { id, name }: Account, steps: readonly TimelineStep[]): KeyRow {
  const { facts, decision, planned } = key;
  const { accessKeyId, userName, createdOn, tags, userType, lastUsed, otherKey } = facts;
  const [next] = steps;
  const attempt = planned?.result;
  const outcome = planned?.fate !== "deactivate" ? undefined : (attempt?.outcome ?? "noResult");
  return {
    accountId: id,
    accountName: name,
    userName,
    accessKeyId,
    createdOn,
    age: decision.age,
    ...(typeof tags === "object" && tags.email !== undefined ? { owner: tags.email } : {}),
    ...(userType === undefined ? {} : { userType }),
    ...(lastUsed === undefined ? {} : { lastUsed }),
    ...(otherKey === undefined
      ? {}
      : {
          otherKey: {
            accessKeyId: otherKey.accessKeyId,
            status: otherKey.status,
            createdOn: otherKey.createdOn,
          },
        }),
    state: decision.state,
    reason: decision.reason,
    ...(key.overdueDays === undefined ? {} : { overdueSince: decision.overdueSince }),
    restarts: restartsOf(key),
    ...(planned === undefined ? {} : { fate: planned.fate }),
    ...(key.isDeactivated ? { outcome: "deactivated" } : outcome === undefined ? {} : { outcome }),
    ...(attempt?.why === undefined ? {} : { why: attempt.why }),
    notices: [...key.notices],
    ...(next === undefined ? {} : { next: nextOf(next) }),
  };
}

/** What is wrong with the addresses for the notices about an active key whose user's tags were read. */
export function addressProblemsOfKey(
  { facts, isDeactivated }: ReportedKey,
  rules: AddressFacts["rules"],
  today: Day,
): AddressProblem[] {
  if (facts.status !== "Active" || isDeactivated) return [];
  return addressProblemsOf({ tags: facts.tags, history: facts.history, rules, today });
}

function nextOf(step: TimelineStep): NonNullable<KeyRow["next"]> {
  if (step.what === "deactivate" || step.names === undefined) return { on: step.on, what: step.what };
  return { on: step.on, what: step.what, names: step.names };
}
