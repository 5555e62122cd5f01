import * as z from "zod/mini";
import type { Execution } from "./execution.ts";
import { foundExecution, foundMachine, foundMapRun } from "./found.ts";
import { type Api, definedFields, type Operation, operation, seconds } from "./operation.ts";
import { pageFields, pageOf } from "./page.ts";
import { redriveStatusOf } from "./redrive-execution.ts";

/** DescribeExecution, of a started execution or of a child (Step Functions API reference). */
export function describeExecution({ machines, clock }: Api): Operation {
  return operation(
    z.strictObject({ executionArn: z.string() }),
    ({ executionArn }) => executionArn,
    ({ executionArn }, caller) => described(foundExecution(machines, executionArn, caller), clock.now()),
  );
}

/** StopExecution; one that has ended keeps its end. */
export function stopExecution({ machines, clock }: Api): Operation {
  return operation(
    z.strictObject({
      executionArn: z.string(),
      error: z.optional(z.string().check(z.maxLength(256))),
      cause: z.optional(z.string().check(z.maxLength(32_768))),
    }),
    ({ executionArn }) => executionArn,
    ({ executionArn, ...reason }, caller) => {
      const execution = foundExecution(machines, executionArn, caller);
      execution.end({ status: "ABORTED", ...reason }, clock.now());
      return { stopDate: seconds(execution.stopDate ?? clock.now()) };
    },
  );
}

/** ListExecutions of a state machine, or the children of a Map Run; the newest first. */
export function listExecutions(api: Api): Operation {
  return operation(
    z
      .strictObject({
        stateMachineArn: z.optional(z.string()),
        mapRunArn: z.optional(z.string()),
        statusFilter: z.optional(z.enum(["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"])),
        ...pageFields,
      })
      .check(
        z.refine(
          ({ stateMachineArn, mapRunArn }) => (stateMachineArn === undefined) !== (mapRunArn === undefined),
          "Either a state machine ARN or a Map Run ARN must be specified",
        ),
      ),
    ({ stateMachineArn, mapRunArn = "" }) => stateMachineArn ?? mapRunArn,
    ({ stateMachineArn, mapRunArn = "", statusFilter, ...page }, caller) => {
      const all =
        stateMachineArn === undefined
          ? foundMapRun(api.machines, mapRunArn, caller).children
          : executionsOf(api, foundMachine(api.machines, stateMachineArn, caller).spec.arn);
      const listed = all.filter(({ status }) => status === (statusFilter ?? status)).toReversed();
      const listing = JSON.stringify([stateMachineArn, mapRunArn, statusFilter]);
      const { items, nextToken } = pageOf(api.tokens, listing, listed, ({ start }) => start.arn, page);
      return definedFields({ executions: items.map(inList), nextToken });
    },
  );
}

function executionsOf({ machines }: Api, stateMachineArn: string): Execution[] {
  return machines.executions().filter(({ start }) => start.stateMachineArn === stateMachineArn);
}

function inList({ start, status, stopDate }: Execution): object {
  return definedFields({
    executionArn: start.arn,
    stateMachineArn: start.stateMachineArn,
    mapRunArn: start.mapRunArn,
    name: start.name,
    status,
    startDate: seconds(start.startDate),
    stopDate: stopDate && seconds(stopDate),
  });
}

function described(execution: Execution, now: Date): object {
  const { start, outcome, output } = execution;
  const failure = outcome !== undefined && "error" in outcome ? outcome : undefined;
  return definedFields({
    ...inList(execution),
    input: start.input,
    inputDetails: { included: true },
    output: output === undefined ? undefined : JSON.stringify(output),
    outputDetails: output === undefined ? undefined : { included: true },
    error: failure?.error,
    cause: failure?.cause,
    redriveCount: execution.redrives.count,
    redriveDate: execution.redrives.date && seconds(execution.redrives.date),
    ...redriveStatusOf(execution, now),
  });
}
