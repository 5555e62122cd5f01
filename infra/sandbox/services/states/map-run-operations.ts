import * as z from "zod/mini";
import { foundExecution, foundMapRun } from "./found.ts";
import type { MapRun } from "./map-run.ts";
import { type Api, definedFields, type Operation, operation, seconds } from "./operation.ts";
import { pageFields, pageOf } from "./page.ts";

/** ListMapRuns of an execution (Step Functions API reference). */
export function listMapRuns({ machines, tokens }: Api): Operation {
  return operation(
    z.strictObject({ executionArn: z.string(), ...pageFields }),
    ({ executionArn }) => executionArn,
    ({ executionArn, ...page }, caller) => {
      const { arn } = foundExecution(machines, executionArn, caller).start;
      const runs = machines.mapRuns().filter(({ start }) => start.executionArn === arn);
      const { items, nextToken } = pageOf(tokens, arn, runs, ({ start }) => start.arn, page);
      return definedFields({ mapRuns: items.map(inList), nextToken });
    },
  );
}

/** DescribeMapRun, whose counts are those of this moment (Step Functions API reference). */
export function describeMapRun({ machines }: Api): Operation {
  return operation(
    z.strictObject({ mapRunArn: z.string() }),
    ({ mapRunArn }) => mapRunArn,
    ({ mapRunArn }, caller) => {
      const run = foundMapRun(machines, mapRunArn, caller);
      // Without batches an item is an execution.
      const counts = {
        ...run.counts,
        resultsWritten: 0,
        failuresNotRedrivable: 0,
        pendingRedrive: 0,
      };
      return definedFields({
        mapRunArn,
        executionArn: run.start.executionArn,
        status: run.status,
        startDate: seconds(run.start.startDate),
        stopDate: run.stopDate && seconds(run.stopDate),
        maxConcurrency: run.start.maxConcurrency,
        toleratedFailureCount: run.start.toleratedFailureCount,
        toleratedFailurePercentage: 0,
        itemCounts: counts,
        executionCounts: counts,
        redriveCount: run.redriveCount,
        redriveDate: run.redriveDate && seconds(run.redriveDate),
      });
    },
  );
}

function inList({ start, stopDate }: MapRun): object {
  return definedFields({
    executionArn: start.executionArn,
    mapRunArn: start.arn,
    stateMachineArn: start.stateMachineArn,
    startDate: seconds(start.startDate),
    stopDate: stopDate && seconds(stopDate),
  });
}
