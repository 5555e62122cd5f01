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
import { checkOperations } from "./role-permissions.ts";
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
  /** What every wait before a retry is multiplied by, 1 by default. */
  readonly retryScale?: number;
}

/**
 * How many Map Runs keep their children after their end. AWS keeps executions for 90 days, which a test of a
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

  /** @throws {AwsError} if Step Functions would refuse it, or something in it would not run here as on AWS */
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
    const roleMay = (action: string, resource: string) => isAllowed(spec.roleArn, action, resource);
    checkOperations({ spec, roleMay });
    this.#machines.set(spec.arn, {
      spec,
      accountId,
      region,
      clock,
      createdAt: clock.now(),
      prepared: prepareDefinition(guardDefinition(spec.definition), retryScale),
      clients: new RoleClients({ ...role, accountId, region }),
      roleMay,
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
    this.#run(execution, machine);
    return execution;
  }

  /**
   * Runs an execution again that failed, from the state where it failed; that it may has been checked.
   * @param token the client token of the call
   */
  redrive(execution: Execution, machine: DeployedMachine, token?: string): void {
    execution.redrive(this.#options.clock.now(), token);
    this.#run(execution, machine);
  }

  /** The Map Run with which a redrive of the execution continues: that of the state where it failed. */
  unfinishedMapRun({ start, lastEntered }: Execution, { prepared }: DeployedMachine): MapRun | undefined {
    const label = prepared.maps.get(lastEntered?.name ?? "")?.label;
    const last = this.mapRuns().findLast(
      (run) => run.start.executionArn === start.arn && run.start.label === label,
    );
    return last?.isRedrivable === true ? last : undefined;
  }

  /** Stops every execution and waits until nothing runs. */
  async close(): Promise<void> {
    for (const execution of this.#executions.values())
      execution.end({ status: "ABORTED" }, this.#options.clock.now());
    await Promise.all(this.#running);
  }

  #run(execution: Execution, machine: DeployedMachine): void {
    const { clock } = this.#options;
    const running = runExecution(execution, machine.prepared, machine, this.#mapHandlers(execution, machine))
      .catch((error: unknown) => {
        // Nobody waits for an execution: a bug must end it, and be seen.
        console.error(`states, execution ${execution.start.arn} failed:`, error);
        execution.end({ status: "FAILED", error: "States.Runtime", cause: String(error) }, clock.now());
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  #mapHandlers(execution: Execution, deployed: DeployedMachine): TaskHandlers {
    const onStart = (run: MapRun) => this.#keep(run);
    let goOn = execution.redrives.count === 0 ? undefined : this.unfinishedMapRun(execution, deployed);
    const handlers = [...deployed.prepared.maps].map(([name, map]): [string, TaskHandlers[string]] => [
      name,
      (parameters) => {
        // The Retry of a Map starts a new Map Run; only the first attempt continues with the old one.
        const unfinished = goOn?.start.label === map.label ? goOn : undefined;
        if (unfinished !== undefined) goOn = undefined;
        return runMap({ map, execution, deployed, onStart, goOn: unfinished }, parameters);
      },
    ]);
    return Object.fromEntries(handlers);
  }

  #keep(run: MapRun): void {
    const ended = [...this.#mapRuns.values()].filter(({ status }) => status !== "RUNNING");
    for (const old of ended.slice(0, -keptMapRuns)) old.forgetChildren();
    this.#mapRuns.set(run.start.arn, run);
  }
}
