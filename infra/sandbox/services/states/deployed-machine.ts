import type { StateMachineSpec } from "../../cloud/deployment.ts";
import type { CloudClock } from "../../cloud/service.ts";
import type { PreparedMachine } from "./prepare-definition.ts";
import type { RoleClients } from "./role-clients.ts";

/** A state machine as it was created, ready to run. */
export interface DeployedMachine {
  readonly spec: StateMachineSpec;
  readonly accountId: string;
  readonly region: string;
  readonly createdAt: Date;
  readonly prepared: PreparedMachine;
  readonly clients: RoleClients;
  readonly clock: CloudClock;
  /** Whether its role may do something that Step Functions does in its name without an API call here. */
  readonly roleMay: (action: string, resource: string) => boolean;
}

/** `arn:…:execution:NAME:EXECUTION`. */
export function executionArn({ spec }: DeployedMachine, name: string): string {
  return `${spec.arn.replace(":stateMachine:", ":execution:")}:${name}`;
}

/** `arn:…:mapRun:NAME/LABEL:RUN` (Step Functions API reference, DescribeMapRun). */
export function mapRunArn({ spec }: DeployedMachine, label: string, run: string): string {
  return `${spec.arn.replace(":stateMachine:", ":mapRun:")}/${label}:${run}`;
}

/** A child execution: `arn:…:execution:NAME/LABEL:CHILD`. */
export function childArn({ spec }: DeployedMachine, label: string, child: string): string {
  return `${spec.arn.replace(":stateMachine:", ":execution:")}/${label}:${child}`;
}
