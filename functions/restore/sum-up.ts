import {
  type RestoredKey,
  type RestoreSummary,
  restoreResultSchema,
  restoreSummarySchema,
  type SumUpRestoreEvent,
} from "../../statemachine/restore.ts";
import type { ObjectLocation } from "../../statemachine/run.ts";
import { asInterrupted } from "../aws/aws-errors.ts";
import { restoreResultPrefix } from "../domain/run-files.ts";
import { counted } from "../notices/figures.ts";
import { RestoreNotificationFailed } from "../runtime/errors.ts";
import { parse, parseJson } from "../runtime/parse.ts";
import { isNotNotified } from "./notify-of-restore.ts";

/** What the last step of a restore needs. */
export interface SumUpTask {
  readonly event: SumUpRestoreEvent;
  readonly bucket: string;
  listKeys(prefix: string): AsyncIterable<string>;
  getText(location: ObjectLocation): Promise<string | undefined>;
}

/** The output of an execution has room for these (256 KiB). All keys are in the bucket. */
const mostKeysShown = 100;

/**
 * Adds up the results of a restore's keys. A key without a result counts as failed.
 * @throws {RestoreNotificationFailed} keys are active again and somebody who should be notified was not
 * @throws {Interrupted} S3 did not answer; the state machine tries again
 */
export async function sumUp(task: SumUpTask): Promise<RestoreSummary> {
  const { request, keys: expected, refused } = task.event;
  let keys: RestoredKey[];
  try {
    keys = await readResults(task);
  } catch (error) {
    throw asInterrupted(error, "reading the results");
  }
  const count = (outcome: RestoredKey["outcome"]) => keys.filter((key) => key.outcome === outcome).length;
  const totals = {
    restored: count("restored"),
    refused: count("refused"),
    failed: count("failed") + Math.max(0, expected - keys.length),
  };
  const notNotified = keys.filter(isNotNotified);
  if (notNotified.length > 0)
    throw new RestoreNotificationFailed(
      `${counted(totals.restored, "key is", "keys are")} active again, but for ${notNotified.length} of ` +
        `${totals.restored} some recipients were not notified: ${namesOf(notNotified)}. ` +
        `See ${restoreResultPrefix(request.execution)} in the bucket, fix the cause and start the same restore again: ` +
        "it notifies only those who were missed",
    );
  const summary: RestoreSummary = {
    request,
    ...(refused === undefined ? {} : { refused }),
    totals,
    // Failures first, because somebody has to look at them.
    keys: keys.toSorted((one, other) => order[one.outcome] - order[other.outcome]).slice(0, mostKeysShown),
  };
  return parse(restoreSummarySchema, summary, "restore summary");
}

const order = { failed: 0, refused: 1, restored: 2 } as const;

async function readResults({ event, bucket, listKeys, getText }: SumUpTask): Promise<RestoredKey[]> {
  const keys: RestoredKey[] = [];
  for await (const key of listKeys(restoreResultPrefix(event.request.execution))) {
    const text = await getText({ bucket, key });
    if (text !== undefined) keys.push(...parseJson(restoreResultSchema, text, key).keys);
  }
  return keys;
}

function namesOf(keys: readonly RestoredKey[]): string {
  const named = keys.slice(0, 5).map(({ accountId, userName }) => `${userName ?? "a user"} in ${accountId}`);
  return `${named.join(", ")}${keys.length > named.length ? ", …" : ""}`;
}
