import type { NoticeOutcome } from "../../../statemachine/account-result.ts";
import type { NotDeactivated, PlannedKeyResult } from "../../../statemachine/plan.ts";
import type { Run } from "../../../statemachine/run.ts";
import { isTransient } from "../../aws/aws-errors.ts";
import type { FoundKey } from "../../aws/find-key.ts";
import type { Decision } from "../../domain/decision.ts";
import { deactivatingRun, type KeyHistory } from "../../domain/key-history.ts";
import type { FoundTags } from "../../domain/user-facts.ts";
import { describeError } from "../../runtime/log.ts";
import { noticesOfRun } from "../done-earlier.ts";
import type { Histories } from "../inventory/read-user.ts";
import type { Problem } from "../problem.ts";

/** A key of the plan. */
export interface KeyToDeactivate {
  readonly accessKeyId: string;
  readonly userName: string;
  readonly createdOn: string;
}

/** What the decision about a planned key is based on. All of it was read right before. */
export interface LiveFacts extends FoundKey {
  readonly tags: FoundTags;
  /** What the owner wrote about the key. Hostile text. */
  readonly description: string | undefined;
  readonly history: KeyHistory;
}

/** A key that was read back as Inactive. Its history has the deactivation and the revocation that it causes. */
export type DeactivatedKey = LiveFacts;

/** The outcome of a planned key, before anybody is notified. */
export interface KeyOutcome {
  readonly decision?: Decision | undefined;
  /** Why it was not deactivated. Absent if it was. */
  readonly why?: NotDeactivated | undefined;
  /** Present if this run deactivated the key, now or in an earlier attempt. */
  readonly deactivated?: DeactivatedKey | undefined;
  readonly problems: readonly Problem[];
  /** Whether a retry may succeed. */
  readonly transient: boolean;
}

/** A key that was not deactivated for a reason that a retry does not change. */
export function notDeactivated(why: NotDeactivated): KeyOutcome {
  return { why, problems: [], transient: false };
}

/** A key whose deactivation failed. */
export function failedWith(error: unknown): KeyOutcome {
  return {
    why: { code: "failed", error: describeError(error) },
    problems: [],
    transient: isTransient(error),
  };
}

/** The result of a planned key, with the outcomes of its notices. */
export function plannedKeyResult(
  { accessKeyId, userName }: KeyToDeactivate,
  { decision, why, deactivated }: KeyOutcome,
  notices: PlannedKeyResult["notices"],
): PlannedKeyResult {
  return {
    accessKeyId,
    userName: deactivated?.key.userName ?? userName,
    ...(decision === undefined ? {} : { decision }),
    outcome: deactivated === undefined ? "notDeactivated" : "deactivated",
    ...(why === undefined ? {} : { why }),
    notices,
  };
}

/**
 * The result of a planned key that an earlier attempt of this run deactivated, from the ledger; `undefined` if none
 * did. It replaces an outcome like "paused" of this attempt for the same key.
 */
export function resultOfEarlierAttempt(
  { accessKeyId, userName }: KeyToDeactivate,
  histories: Histories,
  { id }: Run,
): PlannedKeyResult | undefined {
  const history = histories.get(accessKeyId);
  if (history === undefined || "unreadable" in history) return undefined;
  const { deactivation } = history;
  if (deactivation?.state !== "done" || deactivatingRun(deactivation) !== id) return undefined;
  return { accessKeyId, userName, outcome: "deactivated", notices: noticesAboutDeactivation(history, id) };
}

/** The notices about a deactivation that this run sent. */
export function noticesAboutDeactivation(history: KeyHistory, runId: string): NoticeOutcome[] {
  return noticesOfRun(history, runId).filter(({ id }) => id.type === "deactivated");
}
