import pMap from "p-map";
import type { Account } from "../../../functions/domain/account.ts";
import { waitingKeys } from "../../../functions/domain/plan.ts";
import type { Mode } from "../../../functions/domain/policy.ts";
import { accountResultKey, deactivationResultKey, planKey } from "../../../functions/domain/run-files.ts";
import { type PlannedFate, type ReportedKey, reportedKey } from "../../../functions/report/reported-key.ts";
import { type AccountResult, accountResultSchema } from "../../../statemachine/account-result.ts";
import {
  deactivationResultSchema,
  type PlanFile,
  type PlannedKeyResult,
  planFileSchema,
} from "../../../statemachine/plan.ts";
import type { Run } from "../../../statemachine/run.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import type { MapRunProgress } from "./follow-execution.ts";
import { progressBar } from "./progress-bar.ts";
import { isMissing, type Missing, type RunReader, readJson } from "./run-reader.ts";

/** One key as a run recorded it: what was known, decided and done, and what the plan said. */
export interface RecordedKey extends ReportedKey {
  readonly account: Account;
}

/** What a run recorded about every key of the accounts that it evaluated. */
export interface RunFacts {
  readonly run: Run;
  readonly plan?: PlanFile | undefined;
  readonly results: readonly AccountResult[];
  readonly keys: readonly RecordedKey[];
  /** Accounts without a readable result. */
  readonly missing: readonly (Missing & { readonly accountId: string })[];
}

/** What `loadRunFacts` reads. */
export interface RunFactsRequest {
  readonly reader: RunReader;
  readonly run: Run;
  readonly accountIds: readonly string[];
  readonly onProgress?: (progress: MapRunProgress) => void;
}

/** S3 serves far more reads a second than this; it bounds what is in memory. */
const concurrentReads = 25;

/** Reads the plan of a run and the account results and deactivation results of some accounts. */
export async function loadRunFacts(request: RunFactsRequest): Promise<RunFacts> {
  const { reader, run, accountIds, onProgress } = request;
  const plan = await loadPlan(reader, run);
  const planned = await plannedKeys(reader, run, isMissing(plan) ? undefined : plan, new Set(accountIds));
  const missing: (Missing & { accountId: string })[] = [];
  let done = 0;
  const read = async (accountId: string) => {
    const result = await loadAccountResult(reader, run, accountId);
    done += 1;
    onProgress?.({ total: accountIds.length, done, failed: missing.length });
    if (!isMissing(result)) return [result];
    missing.push({ accountId, ...result });
    return [];
  };
  const results = (await pMap(accountIds, read, { concurrency: concurrentReads })).flat();
  const keys = results.flatMap((result) => keysOf(result, planned));
  return { run, plan: isMissing(plan) ? undefined : plan, results, keys, missing };
}

/** The plan of a run. */
export function loadPlan(
  reader: RunReader,
  { id, day }: Pick<Run, "id" | "day">,
): Promise<PlanFile | Missing> {
  return readJson(reader, planKey(day, id), planFileSchema, "plan");
}

/** The result of one account in a run. */
function loadAccountResult(
  reader: RunReader,
  { id, day }: Pick<Run, "id" | "day">,
  accountId: string,
): Promise<AccountResult | Missing> {
  return readJson(reader, accountResultKey(day, id, accountId), accountResultSchema, "account result");
}

/** The keys of an account result, with what the plan and the deactivation step say of each. */
export function keysOf(
  { account, mode, run, results }: AccountResult,
  planned: ReadonlyMap<string, PlannedFate>,
): RecordedKey[] {
  const own: { day: string; mode: Mode } = { day: run.day, mode };
  return results.map((result) => ({
    account,
    ...reportedKey(result, planned.get(result.facts.accessKeyId), own),
  }));
}

/** By access key ID: the fate of each key of the plan, and the results of those planned for deactivation. */
async function plannedKeys(
  reader: RunReader,
  { id, day }: Run,
  file: PlanFile | undefined,
  wanted: ReadonlySet<string>,
): Promise<Map<string, PlannedFate>> {
  const keys = (file?.plan.keys ?? []).filter(({ accountId }) => wanted.has(accountId));
  const acted = new Set(keys.filter(({ fate }) => fate === "deactivate").map(({ accountId }) => accountId));
  const results = new Map<string, PlannedKeyResult>();
  const read = async (accountId: string) => {
    const key = deactivationResultKey(day, id, accountId);
    const result = await readJson(reader, key, deactivationResultSchema, "deactivation result");
    if (!isMissing(result)) for (const one of result.keys) results.set(one.accessKeyId, one);
  };
  await pMap(acted, read, { concurrency: concurrentReads });
  const waiting = new Set(file === undefined ? [] : waitingKeys(file.plan));
  return new Map(
    keys.map((key) => {
      const { accessKeyId, fate } = key;
      return [accessKeyId, { fate, waits: waiting.has(key), result: results.get(accessKeyId) }];
    }),
  );
}

/** The facts of all accounts of a run, with a progress bar. */
export async function loadAllFacts(
  reader: RunReader,
  { run, accounts }: Pick<RunReport, "run" | "accounts">,
): Promise<RunFacts> {
  const bar = progressBar();
  try {
    const accountIds = accounts.map(({ id }) => id);
    return await loadRunFacts({ reader, run, accountIds, onProgress: bar.update });
  } finally {
    bar.stop();
  }
}
