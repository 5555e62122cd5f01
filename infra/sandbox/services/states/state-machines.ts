import { randomUUID } from "node:crypto";
import { AwsError } from "../../cloud/aws-error.ts";
import type { StateMachineSpec } from "../../cloud/deployment.ts";
import type { Identities } from "../../cloud/identities.ts";
import type { CloudClock } from "../../cloud/service.ts";
import { roleTrusting } from "../service-role.ts";
import { guardDefinition } from "./definition-guard.ts";
import { type DeployedMachine, executionArn } from "./deployed-machine.ts";
import type { TaskHandlers } from "./engine.ts";
import { Execution } from "./execution.ts";
import { History } from "./history.ts";
import type { MapRun } from "./map-run.ts";
import { prepareDefinition } from "./prepare-definition.ts";
import { RoleClients } from "./role-clients.ts";
import { runExecution } from "./run-execution.ts";
import { runMap } from "./run-map.ts";
import { statesPrincipal } from "./states-principal.ts";

/** What state machines run with. */
export interface StateMachinesOptions {
  readonly identities: Identities;
  readonly clock: CloudClock;
  /** Where Lambda and S3 are called; asked at the first call, because the front comes up last. */
  readonly endpointUrl: () => string;
  /** Whether the policies of a role allow an action on a resource. */
  readonly isAllowed: (roleArn: string, action: string, resource: string) => boolean;
  /** What every wait before a retry is multiplied by, 1 unless told. */
  readonly retryScale?: number;
}

/**
 * So many Map Runs keep their children after their end. AWS keeps executions for 90 days, which a test of a
 * whole year of runs has no memory for.
 */
const keptMapRuns = 20;

/** The state machines of all accounts, their executions and Map Runs. */
export class StateMachines {
  readonly #options: StateMachinesOptions;
  readonly #machines = new Map<string, DeployedMachine>();
  readonly #executions = new Map<string, Execution>();
  readonly #mapRuns = new Map<string, MapRun>();
  readonly #running = new Set<Promise<void>>();

  constructor(options: StateMachinesOptions) {
    this.#options = options;
  }

  /** @throws {AwsError} where Step Functions would refuse it, or something in it would not run here as on AWS */
  createStateMachine(spec: StateMachineSpec, accountId: string, region: string): void {
    const { identities, clock, endpointUrl, isAllowed, retryScale = 1 } = this.#options;
    const [, , , arnRegion, arnAccount] = spec.arn.split(":");
    if (arnAccount !== accountId || arnRegion !== region || this.#machines.has(spec.arn))
      throw new AwsError("StateMachineAlreadyExists", `State machine cannot be created as ${spec.arn}`);
    const role = { identities, clock, endpointUrl, roleArn: spec.roleArn, stateMachineArn: spec.arn };
    if (roleTrusting(identities, spec.roleArn, statesPrincipal({ ...role, accountId })) === undefined)
      throw new AwsError(
        "AccessDeniedException",
        "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.",
      );
    this.#machines.set(spec.arn, {
      spec,
      accountId,
      region,
      clock,
      createdAt: clock.now(),
      prepared: prepareDefinition(guardDefinition(spec.definition), retryScale),
      clients: new RoleClients({ ...role, accountId, region }),
      mayStartItself: () => isAllowed(spec.roleArn, "states:StartExecution", spec.arn),
    });
  }

  machine(arn: string): DeployedMachine | undefined {
    return this.#machines.get(arn);
  }

  machines(): DeployedMachine[] {
    return [...this.#machines.values()];
  }

  /** A started execution or a child of a Map Run. */
  execution(arn: string): Execution | undefined {
    // Only the ARN of a child has a label: `execution:NAME/LABEL:CHILD`.
    if (!arn.includes("/")) return this.#executions.get(arn);
    for (const { children } of this.#mapRuns.values()) {
      const child = children.find(({ start }) => start.arn === arn);
      if (child !== undefined) return child;
    }
    return undefined;
  }

  /** The started executions, in the order of their start; children of Map Runs are not among them. */
  executions(): Execution[] {
    return [...this.#executions.values()];
  }

  mapRun(arn: string): MapRun | undefined {
    return this.#mapRuns.get(arn);
  }

  mapRuns(): MapRun[] {
    return [...this.#mapRuns.values()];
  }

  /** Starts an execution; that the name is free and the input is JSON has been seen to. */
  start(machine: DeployedMachine, name: string = randomUUID(), input = "{}"): Execution {
    const { clock } = this.#options;
    const { spec, prepared, region } = machine;
    const { stateTypes } = prepared;
    const execution = new Execution({
      arn: executionArn(machine, name),
      name,
      stateMachineArn: spec.arn,
      startDate: clock.now(),
      input,
      history: new History({ clock, roleArn: spec.roleArn, region, stateTypes }),
    });
    this.#executions.set(execution.start.arn, execution);
    const running = runExecution(execution, prepared, machine, this.#mapHandlers(execution, machine))
      .catch((error: unknown) => {
        // Nobody waits for an execution: a bug must end it, and be seen.
        console.error(`states, execution ${execution.start.arn} failed:`, error);
        execution.end({ status: "FAILED", error: "States.Runtime", cause: String(error) }, clock.now());
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
    return execution;
  }

  /** Stops every execution and waits until nothing runs any more. */
  async close(): Promise<void> {
    for (const execution of this.#executions.values())
      execution.end({ status: "ABORTED" }, this.#options.clock.now());
    await Promise.all(this.#running);
  }

  #mapHandlers(execution: Execution, deployed: DeployedMachine): TaskHandlers {
    const onStart = (run: MapRun) => this.#keep(run);
    const handlers = [...deployed.prepared.maps].map(([name, map]): [string, TaskHandlers[string]] => [
      name,
      (parameters) => runMap({ map, execution, deployed, onStart }, parameters),
    ]);
    return Object.fromEntries(handlers);
  }

  #keep(run: MapRun): void {
    const ended = [...this.#mapRuns.values()].filter(({ status }) => status !== "RUNNING");
    for (const old of ended.slice(0, -keptMapRuns)) old.forgetChildren();
    this.#mapRuns.set(run.start.arn, run);
  }
}
