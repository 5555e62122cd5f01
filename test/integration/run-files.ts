import { paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { runPrefix } from "../../functions/domain/run-files.ts";
import { parse } from "../../functions/runtime/parse.ts";
import { getText } from "../../infra/cli/shared/run-reader.ts";
import { type AccountResult, accountResultSchema } from "../../statemachine/account-result.ts";
import { type RunReport, runReportSchema } from "../../statemachine/run-report.ts";
import type { ClientConfig } from "./test-cloud.ts";

/** What a run left in the bucket, each file parsed by its own schema. */
export interface RunFiles {
  readonly report: RunReport | undefined;
  readonly results: ReadonlyMap<string, AccountResult>;
}

/** Reads the report and the account results of a run; one that was refused has neither. */
export async function readRunFiles(
  config: ClientConfig,
  bucket: string,
  day: string,
  runId: string,
): Promise<RunFiles> {
  const client = new S3Client({ ...config, forcePathStyle: true });
  try {
    const prefix = runPrefix(day, runId);
    const keys: string[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2(
      { client },
      { Bucket: bucket, Prefix: prefix },
    ))
      keys.push(...Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
    const texts = await Promise.all(
      keys.filter((key) => key.startsWith(`${prefix}accounts/`)).map((key) => getText(client, bucket, key)),
    );
    const results = texts.map((text) => parse(accountResultSchema, JSON.parse(text ?? ""), "account result"));
    const json = await getText(client, bucket, `${prefix}report.json`);
    const report = json === undefined ? undefined : parse(runReportSchema, JSON.parse(json), "run report");
    return { report, results: new Map(results.map((result) => [result.account.id, result])) };
  } finally {
    client.destroy();
  }
}
