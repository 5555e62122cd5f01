import {
  accountResultPrefix,
  deactivationResultPrefix,
  planItemsKey,
  planKey,
} from "../../functions/domain/run-files.ts";
import { parse } from "../../functions/runtime/parse.ts";
import type { EmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import { type AccountResult, accountResultSchema } from "../../statemachine/account-result.ts";
import {
  type DeactivationResult,
  deactivationResultSchema,
  type PlanFile,
  type PlanItem,
  planFileSchema,
  planItemSchema,
} from "../../statemachine/plan.ts";
import type { Run } from "../../statemachine/run.ts";

/** What a run over one account has written so far, each file parsed by its schema. */
export interface WorkedFiles {
  readonly result: AccountResult | undefined;
  readonly plan: PlanFile | undefined;
  readonly items: readonly PlanItem[];
  readonly deactivations: DeactivationResult | undefined;
}

/** Reads what a run over one account has written to the bucket so far. */
export function filesOf({ buckets }: EmbeddedCloud, bucket: string, { day, id }: Run): WorkedFiles {
  const read = (key: string | undefined): unknown => {
    const body = key === undefined ? undefined : buckets.get(bucket, key)?.body;
    return body === undefined ? undefined : JSON.parse(Buffer.from(body).toString("utf8"));
  };
  const only = (prefix: string) => read(buckets.keys(bucket, prefix)[0]);
  const [result, deactivations] = [
    only(accountResultPrefix(day, id)),
    only(deactivationResultPrefix(day, id)),
  ];
  const [plan, items] = [read(planKey(day, id)), read(planItemsKey(day, id))];
  return {
    result: result === undefined ? undefined : parse(accountResultSchema, result, "account result"),
    plan: plan === undefined ? undefined : parse(planFileSchema, plan, "plan"),
    items: Array.isArray(items) ? items.map((item) => parse(planItemSchema, item, "plan item")) : [],
    deactivations:
      deactivations === undefined
        ? undefined
        : parse(deactivationResultSchema, deactivations, "deactivation result"),
  };
}
