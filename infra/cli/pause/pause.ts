import { controlsOf, pauseSchema, type StoredPause } from "../../../functions/aws/controls.ts";
import { addDays, type Day, dayOf, isDay } from "../../../functions/domain/calendar-day.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import { CommandError } from "../shared/command-error.ts";
import { exitCodes } from "../shared/exit-codes.ts";
import { type ControlTable, removePause, writePause } from "./control-item.ts";

/** What a person asks for. */
export interface PauseRequest {
  readonly until: Day;
  readonly reason: string;
  readonly by: string;
}

/** A pause longer than this is a mistake: it would hold deactivations for ever. */
const longestPause = 366;

/**
 * Pauses all deactivations, from the next key on.
 * @returns the pause, and the one that it replaces
 * @throws {CommandError} for a day in the past, or one too far ahead, or where somebody else changed the pause
 *   meanwhile
 */
export async function pauseDeactivations(
  table: ControlTable,
  { until, reason, by }: PauseRequest,
  now: Date,
): Promise<{ pause: StoredPause; replaced: StoredPause | undefined }> {
  const today = dayOf(now);
  if (!isDay(until))
    throw new CommandError(
      exitCodes.badInput,
      `--until: expected a day that exists, as YYYY-MM-DD, got "${until}"`,
    );
  const pause = parse(pauseSchema, { until, reason: reason.trim(), by, at: now.toISOString() }, "pause");
  if (pause.reason === "")
    throw new CommandError(exitCodes.badInput, "--reason: expected a reason, got nothing");
  const last = addDays(today, longestPause);
  if (until < today || until > last)
    throw new CommandError(
      exitCodes.badInput,
      `--until: expected a day from ${today} (today, UTC) to ${last}, got ${until}`,
    );
  const replaced = await controlsOf(table.dynamodb, table.ledgerTable).pause();
  if (!(await writePause(table, pause, replaced))) throw changedMeanwhile();
  return { pause, replaced };
}

/**
 * Ends a pause.
 * @returns the pause that was ended; `undefined` if there was none
 * @throws {CommandError} if somebody else changed the pause meanwhile
 */
export async function resumeDeactivations(table: ControlTable): Promise<StoredPause | undefined> {
  const seen = await controlsOf(table.dynamodb, table.ledgerTable).pause();
  if (seen === undefined) return undefined;
  if (!(await removePause(table, seen))) throw changedMeanwhile();
  return seen;
}

function changedMeanwhile(): CommandError {
  return new CommandError(
    exitCodes.failed,
    "Somebody else changed the pause at the same time, so nothing was written.\nLook at it with curfew status, then repeat the command if needed.",
  );
}
