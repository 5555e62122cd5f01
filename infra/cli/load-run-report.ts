import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { parse } from "../../functions/runtime/parse.ts";
import { type RunReport, runReportSchema } from "../../statemachine/run-report.ts";

/** One form of a run report, as text. */
export async function loadReportText(s3: S3Client, bucket: string, key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (Body === undefined) throw new Error(`s3://${bucket}/${key} is empty`);
  return Body.transformToString();
}

/**
 * The run report out of its JSON.
 * @throws {InvalidInput} where it is none that this version writes
 */
export function readRunReport(json: string): RunReport {
  return parse(runReportSchema, JSON.parse(json), "run report");
}
