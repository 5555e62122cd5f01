import type { Account } from "../../../functions/domain/account.ts";
import { accountResultKey, deactivationResultKey, planKey } from "../../../functions/domain/run-files.ts";
import type { RunReader } from "../../../infra/cli/shared/run-reader.ts";
import type { AccountResult } from "../../../statemachine/account-result.ts";
import type { PlanFile, PlannedKeyResult } from "../../../statemachine/plan.ts";
import { run } from "../../functions/report/result-fixture.ts";

/** The files of a run in the bucket. */
export interface RunFiles {
  readonly results?: readonly AccountResult[];
  readonly plan?: PlanFile;
  readonly deactivated?: readonly { readonly account: Account; readonly keys: readonly PlannedKeyResult[] }[];
}

/** Reads the files of a run from memory. */
export function memoryReader({ results = [], plan, deactivated = [] }: RunFiles): RunReader {
  const objects = new Map<string, object>();
  for (const result of results) objects.set(accountResultKey(run.day, run.id, result.account.id), result);
  if (plan !== undefined) objects.set(planKey(run.day, run.id), plan);
  for (const { account, keys } of deactivated)
    objects.set(deactivationResultKey(run.day, run.id, account.id), { run, account, keys, problems: [] });
  return {
    getText: async (key) => {
      const found = objects.get(key);
      return found === undefined ? undefined : JSON.stringify(found);
    },
    address: (key) => `s3://curfew-runs/${key}`,
  };
}
