import pMap from "p-map";
import type { Ledger } from "../../aws/ledger.ts";
import type { Day } from "../../domain/calendar-day.ts";
import { type KeyHistory, revoked } from "../../domain/key-history.ts";
import type { Mode } from "../../domain/policy.ts";
import { type Problem, problemOf } from "../problem.ts";
import type { EvaluatedKey } from "./evaluate-keys.ts";

/** What recording decisions needs. */
export interface RecordTask {
  readonly ledger: Pick<Ledger, "revoke" | "withdrawIntention" | "completeDeactivation">;
  readonly run: { readonly id: string; readonly day: Day };
  /** The account's own mode. */
  readonly mode: Mode;
  readonly utcDay: Day;
  /** Whether the run evaluates another day than it may act on (`asOf`): then it records nothing. */
  readonly isOtherDay: boolean;
}

/** A key whose decision is recorded in the ledger. */
export interface KeyToRecord extends EvaluatedKey {
  /** The history with what was recorded. */
  readonly history: KeyHistory;
  readonly finishedDeactivation: boolean;
  /**
   * Whether its notice may be sent. Not if another run or a restore changed the key meanwhile, or the ledger failed.
   */
  readonly mayNotify: boolean;
}

/** Keys after their decisions were recorded. */
export interface Recorded {
  readonly keys: readonly KeyToRecord[];
  readonly problems: readonly Problem[];
}

const concurrentWrites = 5;

/**
 * Records what decisions say about notices and deactivations, before anybody is notified: revocations, intentions that
 * had no effect, and deactivations that were interrupted after the key became Inactive.
 */
export async function recordDecisions(keys: readonly EvaluatedKey[], task: RecordTask): Promise<Recorded> {
  const problems: Problem[] = [];
  const recorded = await pMap(
    keys,
    async (key): Promise<KeyToRecord> => {
      const untouched = { ...key, history: key.facts.history, finishedDeactivation: false, mayNotify: true };
      try {
        return task.isOtherDay ? untouched : await recordDecision(untouched, task);
      } catch (error) {
        problems.push(problemOf(key.key.userName, "ledger", error));
        return { ...untouched, mayNotify: false };
      }
    },
    { concurrency: concurrentWrites },
  );
  return { keys: recorded, problems };
}

async function recordDecision(evaluated: KeyToRecord, task: RecordTask): Promise<KeyToRecord> {
  const { decision } = evaluated;
  const isFinishing = decision.reason.code === "deactivationToFinish";
  if (isFinishing && task.mode === "enforce") return finishDeactivation(evaluated, task);
  const { revoke } = decision;
  const recorded = revoke === undefined ? evaluated : await recordRevocation(evaluated, revoke, task);
  // Last, because an intention may be the reason for the revocation.
  if (decision.withdrawIntention) await withdrawIntention(evaluated, task);
  return recorded;
}

/**
 * An intention of the run's day may belong to an execution that is deactivating the key now, so only older ones are
 * withdrawn. DeactivateKeys refuses to act when its day is over. A run that is redriven on the next day leaves an
 * intention of its own day to the run of that day, which revokes the warnings before it.
 */
async function withdrawIntention({ key, history }: KeyToRecord, { ledger, run }: RecordTask) {
  const { deactivation } = history;
  if (deactivation?.state !== "intended" || deactivation.on >= run.day) return;
  await ledger.withdrawIntention(key, deactivation.number);
}

/** The key was read as Inactive, so the intended deactivation took effect. */
async function finishDeactivation(evaluated: KeyToRecord, task: RecordTask): Promise<KeyToRecord> {
  const { key, history } = evaluated;
  const { deactivation } = history;
  if (deactivation?.state !== "intended") return evaluated;
  const written = await task.ledger.completeDeactivation(key, deactivation.number, deactivation);
  if (written === "overtaken") return { ...evaluated, mayNotify: false };
  const done: KeyHistory = { ...history, deactivation: { ...deactivation, state: "done" } };
  return {
    ...evaluated,
    history: revoked(done, "deactivation", task.utcDay, task.run.id),
    finishedDeactivation: true,
  };
}

/** In report mode no mail says that the key stays active, so that cause revokes nothing. */
async function recordRevocation(
  evaluated: KeyToRecord,
  by: NonNullable<EvaluatedKey["decision"]["revoke"]>,
  { ledger, mode, utcDay, run }: RecordTask,
): Promise<KeyToRecord> {
  if (mode === "report" && by === "staysActiveNotice") return evaluated;
  const { key, history } = evaluated;
  const written = await ledger.revoke(key, by, history.round);
  if (written === "overtaken") return { ...evaluated, mayNotify: false };
  return { ...evaluated, history: revoked(history, by, utcDay, run.id) };
}
