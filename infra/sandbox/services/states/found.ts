import { AwsError } from "../../cloud/aws-error.ts";
import type { ServiceRequest } from "../../cloud/service.ts";
import type { DeployedMachine } from "./deployed-machine.ts";
import type { Execution } from "./execution.ts";
import type { MapRun } from "./map-run.ts";
import type { StateMachines } from "./state-machines.ts";

type Caller = Pick<ServiceRequest, "principal" | "region">;

/** The state machine, in the caller's own account and Region. */
export function foundMachine(machines: StateMachines, arn: string, caller: Caller): DeployedMachine {
  return (
    own(machines.machine(arn), arn, "stateMachine", caller) ??
    missing("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`)
  );
}

/** The execution or the child of a Map Run, in the caller's own account and Region. */
export function foundExecution(machines: StateMachines, arn: string, caller: Caller): Execution {
  return (
    own(machines.execution(arn), arn, "execution", caller) ??
    missing("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`)
  );
}

/** The Map Run, in the caller's own account and Region. */
export function foundMapRun(machines: StateMachines, arn: string, caller: Caller): MapRun {
  return (
    own(machines.mapRun(arn), arn, "mapRun", caller) ??
    missing("ResourceNotFound", `Resource not found: '${arn}'`)
  );
}

/** Whether an ARN is one of the caller's own account and Region. */
export function isOwn(arn: string, { principal, region }: Caller): boolean {
  const [, , , arnRegion, arnAccount] = arn.split(":");
  return arnAccount === principal.accountId && arnRegion === region;
}

function own<Found>(found: Found | undefined, arn: string, kind: string, caller: Caller): Found | undefined {
  const [prefix, , service, , , resource] = arn.split(":");
  if (prefix !== "arn" || service !== "states" || resource?.split("/")[0] !== kind)
    throw new AwsError("InvalidArn", `Invalid Arn: '${arn}' is no ARN of a resource of type ${kind}`);
  return isOwn(arn, caller) ? found : undefined;
}

function missing(code: string, message: string): never {
  throw new AwsError(code, message);
}
