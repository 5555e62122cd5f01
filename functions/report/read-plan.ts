import { pMapIterable } from "p-map";
import {
  type DeactivationResult,
  deactivationResultSchema,
  type PlanFile,
  planFileSchema,
} from "../../statemachine/plan.ts";
import type { ReportEvent } from "../../statemachine/run-summary.ts";
import { waitingKeys } from "../domain/plan.ts";
import { deactivationResultKey } from "../domain/run-files.ts";
import { describeError, log } from "../runtime/log.ts";
import { parse } from "../runtime/parse.ts";
import { concurrentReads, type ReportReader } from "./read-accounts.ts";
import type { PlannedFate } from "./reported-key.ts";

/** The plan of the run and the results of its keys. */
export interface ReadPlan {
  readonly file: PlanFile | undefined;
  /** Why there is no plan, or why it could not be read. */
  readonly problem: string | undefined;
  /** By access key ID. */
  readonly keys: ReadonlyMap<string, PlannedFate>;
  /** Users that the deactivation step had problems with. */
  readonly problems: readonly string[];
}

/**
 * Reads the plan and the results of the deactivation step. A plan that cannot be read is a finding, not an error: the
 * report is needed most on the day on which something is broken.
 */
export async function readPlan(event: ReportEvent, reader: ReportReader): Promise<ReadPlan> {
  const { plan, planFailure } = event;
  const none = { file: undefined, keys: new Map<string, PlannedFate>(), problems: [] };
  if (plan === undefined)
    return { ...none, problem: `the plan function failed: ${planFailure?.Error ?? "unknown error"}` };
  const text = await reader.getText(plan.file);
  if (text === undefined) return { ...none, problem: `s3://${plan.file.bucket}/${plan.file.key} is missing` };
  let file: PlanFile;
  try {
    file = parse(planFileSchema, JSON.parse(text), "plan");
  } catch (error) {
    return { ...none, problem: `the plan cannot be read: ${describeError(error)}` };
  }
  if (file.run.id !== event.run.id) return { ...none, problem: "the plan belongs to another run" };
  const waiting = new Set(waitingKeys(file.plan));
  const keys = new Map<string, PlannedFate>(
    file.plan.keys.map((key) => [key.accessKeyId, { fate: key.fate, waits: waiting.has(key) }]),
  );
  const problems: string[] = [];
  for await (const result of deactivationResults(file, plan.file.bucket, reader)) {
    for (const planned of result.keys) {
      const known = keys.get(planned.accessKeyId);
      if (known?.fate === "deactivate") keys.set(planned.accessKeyId, { ...known, result: planned });
    }
    problems.push(...result.problems.map(({ problem }) => problem));
  }
  return { file, problem: undefined, keys, problems };
}

/** The deactivation results of the accounts in which the plan deactivates keys. An unreadable one is omitted. */
async function* deactivationResults(
  { run, plan }: PlanFile,
  bucket: string,
  reader: ReportReader,
): AsyncGenerator<DeactivationResult> {
  const planned = plan.keys.filter(({ fate }) => fate === "deactivate").map(({ accountId }) => accountId);
  const results = pMapIterable(
    new Set(planned),
    async (accountId) => {
      const text = await reader.getText({ bucket, key: deactivationResultKey(run.day, run.id, accountId) });
      return text === undefined ? undefined : readResult(text, run.id, accountId);
    },
    { concurrency: concurrentReads },
  );
  for await (const result of results) if (result !== undefined) yield result;
}

function readResult(text: string, runId: string, accountId: string): DeactivationResult | undefined {
  try {
    const result = parse(deactivationResultSchema, JSON.parse(text), "deactivation result");
    return result.run.id === runId && result.account.id === accountId ? result : undefined;
  } catch (error) {
    // Its keys then have no result, which fails the run and is in the report key by key.
    log("error", "a deactivation result cannot be read", { run: runId, account: accountId }, error);
    return undefined;
  }
}
