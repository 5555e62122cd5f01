import * as z from "zod/mini";
import {
  deactivationResultSchema,
  type NotDeactivated,
  type PlannedKeyResult,
  planItemSchema,
} from "../../statemachine/plan.ts";
import type { ObjectLocation } from "../../statemachine/run.ts";
import type { Day } from "../domain/calendar-day.ts";
import { deactivationResultPrefix, planItemsKey } from "../domain/run-files.ts";
import { parseJson } from "../runtime/parse.ts";

/** Access key IDs by account ID. */
export type KeysByAccount = ReadonlyMap<string, readonly string[]>;

/** Where the files of runs are. */
export interface RunFilesTask {
  readonly bucket: string;
  listKeys(prefix: string): AsyncIterable<string>;
  getText(location: ObjectLocation): Promise<string | undefined>;
}

const planItemsSchema = z.array(planItemSchema);

/**
 * The keys that a run deactivated, or may have deactivated without recording it: all of its plan but those that it
 * certainly left alone.
 * @throws {InvalidInput} the plan or a deactivation result cannot be read
 */
export async function keysOfRun(
  input: { run: string; day: Day },
  task: RunFilesTask,
): Promise<KeysByAccount> {
  const { bucket, getText } = task;
  const key = planItemsKey(input.day, input.run);
  const text = await getText({ bucket, key });
  const planned = text === undefined ? [] : parseJson(planItemsSchema, text, key);
  const leftAlone = await keysLeftAlone(input, task);
  const byAccount = planned.map(({ account, keys }): [string, string[]] => [
    account.id,
    keys.map(({ accessKeyId }) => accessKeyId).filter((id) => !leftAlone.has(id)),
  ]);
  return new Map(byAccount.filter(([, ids]) => ids.length > 0));
}

/** Planned keys that the run certainly did not deactivate. */
async function keysLeftAlone(
  { run, day }: { run: string; day: Day },
  { bucket, listKeys, getText }: RunFilesTask,
): Promise<ReadonlySet<string>> {
  const leftAlone = new Set<string>();
  for await (const key of listKeys(deactivationResultPrefix(day, run))) {
    const text = await getText({ bucket, key });
    if (text === undefined) continue;
    for (const result of parseJson(deactivationResultSchema, text, key).keys)
      if (isLeftAlone(result)) leftAlone.add(result.accessKeyId);
  }
  return leftAlone;
}

/**
 * A result for any other reason may be that of a second attempt, after the first one was interrupted while it changed
 * the key.
 */
const certainReasons: ReadonlySet<NotDeactivated["code"]> = new Set([
  "noLongerDue",
  "keyGone",
  "statusChanged",
]);

function isLeftAlone({ outcome, why }: PlannedKeyResult): boolean {
  return outcome === "notDeactivated" && why !== undefined && certainReasons.has(why.code);
}
