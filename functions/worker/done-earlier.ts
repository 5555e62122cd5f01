import type { KeyResult } from "../../statemachine/account-result.ts";
import type { Run } from "../../statemachine/contract.ts";
import type { Ledger } from "../aws/ledger.ts";
import type { AccessKey } from "../domain/access-key.ts";
import { daysBetween } from "../domain/calendar-day.ts";
import type { KeyHistory } from "../domain/key-history.ts";
import { describeError } from "../runtime/log.ts";
import type { JudgedKey } from "./decide.ts";

type Histories = ReadonlyMap<string, KeyHistory | { readonly unreadable: string }>;

/**
 * Adds to a key's result what an earlier attempt of the same run has done, so that the account result says
 * what the run did and not only what its last attempt did.
 */
export function withDoneEarlier(result: KeyResult, { history }: JudgedKey, runId: string): KeyResult {
  const { notices, isSwitchedOff } = entriesOf(history, runId);
  return {
    ...result,
    notices: [...notices, ...result.notices],
    ...(isSwitchedOff && result.deactivation === undefined
      ? { deactivation: { outcome: "deactivated" as const } }
      : {}),
  };
}

/**
 * What earlier attempts of the run did to keys that this attempt could not judge: the role could not be
 * assumed any more, a user not read again, a key is gone. The ledger knows of it, and the account result that
 * this attempt writes replaces theirs.
 */
export function doneEarlier(
  histories: Histories,
  run: Run,
  judgedIds: ReadonlySet<string> = new Set(),
): KeyResult[] {
  return [...histories].flatMap(([accessKeyId, history]) => {
    // Every entry of this run was written with the key's name; what lacks it is older.
    if ("unreadable" in history || history.key === undefined || judgedIds.has(accessKeyId)) return [];
    const { notices, isSwitchedOff } = entriesOf(history, run.id);
    if (notices.length === 0 && !isSwitchedOff) return [];
    return [keyResult({ accessKeyId, status: "unknown", ...history.key }, notices, isSwitchedOff, run)];
  });
}

/**
 * The same for an attempt that reached nothing at all; a ledger that cannot be read is said in words, because
 * an empty list would claim that nothing was done.
 */
export async function readDoneEarlier(
  ledger: Ledger,
  run: Run,
): Promise<{ results: KeyResult[]; unknown?: string }> {
  try {
    return { results: doneEarlier(await ledger.histories(), run) };
  } catch (error) {
    return { results: [], unknown: `whether an earlier attempt acted is unknown: ${describeError(error)}` };
  }
}

function keyResult(
  { accessKeyId, userName, createdOn }: AccessKey,
  notices: KeyResult["notices"],
  isSwitchedOff: boolean,
  run: Run,
): KeyResult {
  return {
    decision: {
      accessKeyId,
      userName,
      age: daysBetween(createdOn, run.day),
      verdict: isSwitchedOff ? "deactivate" : "notify",
      reason: "an earlier attempt of this run acted on it; it could not be judged again",
    },
    notices,
    ...(isSwitchedOff ? { deactivation: { outcome: "deactivated" } } : {}),
  };
}

function entriesOf({ notices, refused = [], deactivation }: KeyHistory, runId: string) {
  const sent = notices.filter(({ run }) => run === runId);
  const notSent = refused.filter(({ run }) => run === runId);
  return {
    notices: [
      ...sent.map(({ to }) => ({ to, outcome: "sent" as const })),
      ...notSent.map(({ to }) => ({
        to,
        outcome: "failed" as const,
        error: "the mail service refused the address; the fallback contact was told",
      })),
    ],
    isSwitchedOff: deactivation?.run === runId && deactivation.state === "done",
  };
}
