import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { dayOf } from "../../../functions/domain/calendar-day.ts";
import { reportKey } from "../../../functions/domain/run-files.ts";
import type { RunInput } from "../../../statemachine/contract.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import { operatorConfig } from "../../sandbox/operator-config.ts";
import type { RunningSample } from "../../sandbox/sample/start-sample.ts";
import { type ExecutionEnd, followExecution, type MapRunProgress } from "../shared/follow-execution.ts";
import { loadReportText, readRunReport } from "../shared/load-run-report.ts";

/** How a run over the sample ended, and its report. There is no report if the run failed before it wrote one. */
export interface SampleRunOutcome {
  readonly executionArn: string;
  readonly end: ExecutionEnd;
  readonly report?: RunReport;
  readonly csv?: string;
  readonly json?: string;
  readonly html?: string;
}

/** Starts one execution in the hub account, as an operator does, follows it to its end, and fetches its report. */
export async function runSample(
  { cloud, hub, clock }: RunningSample,
  input: RunInput,
  name: string,
  onProgress: (progress: MapRunProgress) => void,
): Promise<SampleRunOutcome> {
  const config = operatorConfig(cloud, hub.accountId, hub.region);
  const sfn = new SFNClient(config);
  const s3 = new S3Client(config);
  const day = input.asOf ?? dayOf(clock.now());
  const start = new StartExecutionCommand({
    stateMachineArn: hub.outputs.StateMachineArn,
    name,
    input: JSON.stringify(input),
  });
  const { executionArn = "" } = await sfn.send(start);
  const end = await followExecution({ sfn, executionArn, pollMilliseconds: 100, onProgress });
  const bucket = hub.outputs.BucketName ?? "";
  const hasReport = cloud.buckets.get(bucket, reportKey(day, name, "json")) !== undefined;
  if (!hasReport) return { executionArn, end };
  const json = await loadReportText(s3, bucket, reportKey(day, name, "json"));
  const csv = await loadReportText(s3, bucket, reportKey(day, name, "csv"));
  const html = await loadReportText(s3, bucket, reportKey(day, name, "html"));
  return { executionArn, end, report: readRunReport(json), json, csv, html };
}
