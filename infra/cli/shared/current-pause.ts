import { controlsOf } from "../../../functions/aws/controls.ts";
import { type Day, dayOf } from "../../../functions/domain/calendar-day.ts";
import type { Run } from "../../../statemachine/run.ts";
import type { Connection } from "./connection.ts";
import { isMissing, type Missing } from "./run-reader.ts";

/** A pause of all deactivations. */
export interface RunningPause {
  readonly until: Day;
  readonly reason: string;
  readonly by: string;
}

/** The pause that is in force; a caller who may not read the ledger still sees the runs. */
export async function runningPause(
  { dynamodb, ledgerTable }: Pick<Connection, "dynamodb" | "ledgerTable">,
  today: Day,
): Promise<RunningPause | Missing | undefined> {
  try {
    const pause = await controlsOf(dynamodb, ledgerTable).pause();
    if (pause === undefined || pause.until < today) return undefined;
    return { until: pause.until, reason: pause.reason, by: pause.by };
  } catch (error) {
    if (error instanceof Error && /AccessDenied/.test(error.name)) return { missing: error.message };
    throw error;
  }
}

/**
 * Facts as if their run had known the current pause: one may have been set or ended since. A caller who may not read
 * the ledger gets the pause of the run.
 */
export async function underCurrentPause<Facts extends { readonly run: Run }>(
  facts: Facts,
  connection: Pick<Connection, "dynamodb" | "ledgerTable">,
  now: Date,
): Promise<Facts> {
  const pause = await runningPause(connection, dayOf(now));
  return pause !== undefined && isMissing(pause) ? facts : { ...facts, run: pausedRun(facts.run, pause) };
}

/** A run with another pause, or with none. */
export function pausedRun(run: Run, pause: Pick<RunningPause, "until"> | undefined): Run {
  const { pausedUntil: _before, ...rest } = run;
  return pause === undefined ? rest : { ...rest, pausedUntil: pause.until };
}
