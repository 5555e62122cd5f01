import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { dayOf } from "../../../functions/domain/calendar-day.ts";
import { reportKey } from "../../../functions/domain/run-files.ts";
import { parse } from "../../../functions/runtime/parse.ts";
import type { RunInput } from "../../../statemachine/run.ts";
import { type RunReport, runReportSchema } from "../../../statemachine/run-report.ts";
import { operatorConfig } from "../../sandbox/operator-config.ts";
import type { RunningSample } from "../../sandbox/sample/start-sample.ts";
import { type ExecutionEnd, followExecution, type MapRunProgress } from "../shared/follow-execution.ts";
import { readRunText } from "../shared/run-reader.ts";

/** How a run over the sample ended, and its report. There is no report if the run failed before it wrote one. */
export interface SampleRunOutcome {
  readonly executionArn: string;
  readonly end: ExecutionEnd;
  readonly report?: RunReport;
  readonly csv?: string | undefined;
  readonly json?: string | undefined;
  readonly html?: string | undefined;
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
  const file = (form: "json" | "csv" | "html") => readRunText(s3, bucket, reportKey(day, name, form));
  const json = await file("json");
  if (json === undefined) return { executionArn, end };
  const report = parse(runReportSchema, JSON.parse(json), "run report");
  return { executionArn, end, report, json, csv: await file("csv"), html: await file("html") };
}
