import type { Context } from "aws-lambda";
import { type RunSummary, reportEventSchema } from "../../statemachine/run-summary.ts";
import { readEnvironment } from "../runtime/env.ts";
import { parse } from "../runtime/parse.ts";
import { reportEnvironment } from "./env.ts";
import { reportRun } from "./report-run.ts";
import { reportParts, reportTask } from "./wire.ts";

const environment = readEnvironment(reportEnvironment);
const parts = reportParts(environment, import.meta.url);

/**
 * State `Report`, the last one of a run: invoked once per execution, whether its Maps and its plan succeeded or not.
 */
export async function handler(input: unknown, context: Context): Promise<RunSummary> {
  const event = parse(reportEventSchema, input, "Report event");
  return reportRun(reportTask(environment, parts, event, () => context.getRemainingTimeInMillis()));
}
