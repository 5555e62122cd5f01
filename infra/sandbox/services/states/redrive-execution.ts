import * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import type { Execution } from "./execution.ts";
import { foundExecution, foundMachine } from "./found.ts";
import { type Api, type Operation, operation, seconds } from "./operation.ts";

/** "You can redrive executions … within the redrivable period of 14 days" (Step Functions developer guide). */
const redrivableDays = 14;

/** Whether an execution can be redriven, and why not (Step Functions API reference, DescribeExecution). */
export type RedriveStatus =
  | { readonly redriveStatus: "REDRIVABLE" | "REDRIVABLE_BY_MAP_RUN" }
  | { readonly redriveStatus: "NOT_REDRIVABLE"; readonly redriveStatusReason: string };

/** @param now by the cloud's clock */
export function redriveStatusOf({ start, status, stopDate }: Execution, now: Date): RedriveStatus {
  if (status === "RUNNING" || status === "SUCCEEDED")
    return no(`Execution is ${status} and cannot be redriven`);
  const days = (now.getTime() - (stopDate ?? now).getTime()) / 86_400_000;
  if (days > redrivableDays) return no("Execution redrivable period exceeded");
  return { redriveStatus: start.mapRunArn === undefined ? "REDRIVABLE" : "REDRIVABLE_BY_MAP_RUN" };
}

/**
 * RedriveExecution: a failed execution continues at the state where it failed, and a failed Distributed Map
 * runs the children again that did not succeed. The same client token names the same redrive.
 */
export function redriveExecution({ machines, clock }: Api): Operation {
  return operation(
    z.strictObject({ executionArn: z.string(), clientToken: z.optional(z.string()) }),
    ({ executionArn }) => executionArn,
    ({ executionArn, clientToken }, caller) => {
      const execution = foundExecution(machines, executionArn, caller);
      const { date, token } = execution.redrives;
      if (date !== undefined && clientToken !== undefined && token === clientToken)
        return { redriveDate: seconds(date) };
      const machine = foundMachine(machines, execution.start.stateMachineArn, caller);
      const status = redriveStatusOf(execution, clock.now());
      if (status.redriveStatus !== "REDRIVABLE")
        throw notRedrivable(
          "redriveStatusReason" in status
            ? status.redriveStatusReason
            : "Child executions are redriven by their Map Run",
        );
      if (machines.unfinishedMapRun(execution, machine)?.isForgotten === true)
        throw notRedrivable("The embedded cloud no longer keeps the children of this Map Run");
      machines.redrive(execution, machine, clientToken);
      return { redriveDate: seconds(clock.now()) };
    },
  );
}

function notRedrivable(reason: string): AwsError {
  return new AwsError("ExecutionNotRedrivable", reason);
}

function no(redriveStatusReason: string): RedriveStatus {
  return { redriveStatus: "NOT_REDRIVABLE", redriveStatusReason };
}
