import { paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import * as z from "zod/mini";
import {
  accountResultPrefix,
  deactivationResultPrefix,
  type Marker,
  markerPrefix,
  planItemsKey,
  planKey,
  reportKey,
  runPrefix,
} from "../../functions/domain/run-files.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { readRunText } from "../../infra/cli/shared/run-reader.ts";
import { type AccountResult, accountResultSchema } from "../../statemachine/account-result.ts";
import {
  type DeactivationResult,
  deactivationResultSchema,
  type PlanFile,
  type PlanItem,
  planFileSchema,
  planItemSchema,
} from "../../statemachine/plan.ts";
import { type RunReport, runReportSchema } from "../../statemachine/run-report.ts";
import type { ClientConfig } from "./test-cloud.ts";

/** The files of a run in the bucket, each parsed by its own schema. A refused run has none. */
export interface RunFiles {
  readonly report?: RunReport | undefined;
  /** By account id. */
  readonly results: ReadonlyMap<string, AccountResult>;
  readonly plan?: PlanFile | undefined;
  /** What the second Map read. Empty if it had nothing to do. */
  readonly planItems: readonly PlanItem[];
  /** By account id. */
  readonly deactivations: ReadonlyMap<string, DeactivationResult>;
  /** The accounts that have a marker of each kind. */
  readonly markers: Readonly<Record<Marker, readonly string[]>>;
}

/** Reads the files of a run. */
export async function readRunFiles(
  config: ClientConfig,
  bucket: string,
  day: string,
  runId: string,
): Promise<RunFiles> {
  const client = new S3Client({ ...config, forcePathStyle: true });
  const read = async <Output>(key: string, schema: z.ZodMiniType<Output>) => {
    const text = await readRunText(client, bucket, key);
    return text === undefined ? undefined : parse(schema, JSON.parse(text), key);
  };
  try {
    const keys = await listKeys(client, bucket, runPrefix(day, runId));
    const under = (prefix: string) => keys.filter((key) => key.startsWith(prefix));
    const readAll = async <Output>(prefix: string, schema: z.ZodMiniType<Output>) =>
      (await Promise.all(under(prefix).map((key) => read(key, schema)))).filter((one) => one !== undefined);
    const marked = (marker: Marker) => {
      const prefix = markerPrefix(day, runId, marker);
      return under(prefix).map((key) => key.slice(prefix.length));
    };
    const results = await readAll(accountResultPrefix(day, runId), accountResultSchema);
    const deactivations = await readAll(deactivationResultPrefix(day, runId), deactivationResultSchema);
    return {
      report: await read(reportKey(day, runId, "json"), runReportSchema),
      results: new Map(results.map((result) => [result.account.id, result])),
      plan: await read(planKey(day, runId), planFileSchema),
      planItems: (await read(planItemsKey(day, runId), z.array(planItemSchema))) ?? [],
      deactivations: new Map(deactivations.map((result) => [result.account.id, result])),
      markers: { due: marked("due"), unreachable: marked("unreachable") },
    };
  } finally {
    client.destroy();
  }
}

async function listKeys(client: S3Client, Bucket: string, Prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix }))
    keys.push(...Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
  return keys;
}
