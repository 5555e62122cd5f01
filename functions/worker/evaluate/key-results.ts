import type { KeyResult, NoticeOutcome } from "../../../statemachine/account-result.ts";
import type { Ledger } from "../../aws/ledger.ts";
import { daysBetween } from "../../domain/calendar-day.ts";
import type { KeyHistory } from "../../domain/key-history.ts";
import { sameNotice } from "../../domain/notice.ts";
import type { NoticeResult } from "../../notices/settle-notices.ts";
import { describeError } from "../../runtime/log.ts";
import { noticesOfRun } from "../done-earlier.ts";
import type { Histories } from "../inventory/read-user.ts";
import type { LastUses } from "../last-use.ts";
import type { KeyToRecord } from "./record-decisions.ts";

interface ResultRun {
  readonly id: string;
  readonly day: string;
}

/** The results of the keys that this attempt evaluated, with what earlier attempts of the run did to them. */
export function keyResults(
  keys: readonly KeyToRecord[],
  sent: readonly NoticeResult[],
  lastUsed: LastUses["known"],
  runId: string,
): KeyResult[] {
  const byKey = Map.groupBy(sent, ({ accessKeyId }) => accessKeyId);
  return keys.map(({ facts, decision, finishedDeactivation, key }) => {
    const now = (byKey.get(key.accessKeyId) ?? []).map(withoutKey);
    const earlier = noticesOfRun(facts.history, runId).filter(
      (one) => !now.some((other) => other.to === one.to && sameNotice(other.id, one.id)),
    );
    const used = facts.lastUsed ?? lastUsed.get(key.accessKeyId);
    const notices = [...earlier, ...now];
    return {
      facts: used === undefined ? facts : { ...facts, lastUsed: used },
      decision,
      notices,
      ...(finishedDeactivation || wasFinishedBy(facts.history, runId) ? { finishedDeactivation: true } : {}),
    };
  });
}

function withoutKey({ accessKeyId: _key, ...outcome }: NoticeResult): NoticeOutcome {
  return outcome;
}

/** Before the plan only the evaluation records deactivations: it finishes interrupted ones. */
function wasFinishedBy({ deactivation }: KeyHistory, runId: string): boolean {
  return deactivation?.run === runId && deactivation.state === "done";
}

/**
 * What earlier attempts of the run did to keys that this attempt could not evaluate, because the role could not be
 * assumed, a user could not be read or a key is gone. The ledger knows, and this attempt's result replaces theirs.
 */
export function resultsOfEarlierAttempts(
  histories: Histories,
  run: ResultRun,
  evaluatedIds: ReadonlySet<string> = new Set(),
): KeyResult[] {
  return [...histories].flatMap(([accessKeyId, history]) => {
    // Every entry of this run was written with the key's name; an entry without it is older.
    if ("unreadable" in history || history.key === undefined || evaluatedIds.has(accessKeyId)) return [];
    const notices = noticesOfRun(history, run.id);
    if (notices.length === 0 && !wasFinishedBy(history, run.id)) return [];
    return [resultFromLedger(accessKeyId, history, history.key, notices, run)];
  });
}

function resultFromLedger(
  accessKeyId: string,
  history: KeyHistory,
  { userName, createdOn }: NonNullable<KeyHistory["key"]>,
  notices: NoticeOutcome[],
  run: ResultRun,
): KeyResult {
  const status = "unknown";
  return {
    facts: { accessKeyId, userName, status, createdOn, keyFrom: "inventory", tags: "notRead", history },
    decision: {
      accessKeyId,
      userName,
      age: daysBetween(createdOn, run.day),
      state: "inactive",
      reason: { code: "inactive", status },
    },
    notices,
    ...(wasFinishedBy(history, run.id) ? { finishedDeactivation: true } : {}),
  };
}

/**
 * The same for an attempt that could not read the account at all. A ledger that cannot be read is a problem, because an
 * empty list would claim that nothing was done.
 */
export async function readEarlierResults(
  ledger: Pick<Ledger, "histories">,
  run: ResultRun,
): Promise<{ results: KeyResult[]; unknown?: string }> {
  try {
    return { results: resultsOfEarlierAttempts(await ledger.histories(), run) };
  } catch (error) {
    return { results: [], unknown: `whether an earlier attempt acted is unknown: ${describeError(error)}` };
  }
}
