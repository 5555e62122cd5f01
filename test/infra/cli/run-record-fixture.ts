import type { RunRecord } from "../../../infra/cli/shared/run-records.ts";

/** An execution of the daily run that succeeded. */
export function runRecord(more: Partial<RunRecord> = {}): RunRecord {
  return {
    name: "daily-1",
    executionArn: "arn:aws:states:eu-central-1:111122223333:execution:curfew:daily-1",
    status: "SUCCEEDED",
    startedAt: new Date("2026-11-23T08:00:00Z"),
    endedAt: new Date("2026-11-23T08:00:42Z"),
    input: {},
    inputText: "{}",
    ...more,
  };
}
