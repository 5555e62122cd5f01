import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { AwsError } from "../../cloud/aws-error.ts";
import type { FunctionSpec } from "../../cloud/deployment.ts";
import type { Identities } from "../../cloud/identities.ts";
import type { CloudClock } from "../../cloud/service.ts";
import { assumeServiceRole, roleTrusting } from "../service-role.ts";
import { EnvironmentPool } from "./environment-pool.ts";
import { checkVariables, functionEnvironment } from "./environment-variables.ts";
import { ExecutionEnvironment } from "./execution-environment.ts";
import type { InvocationResult } from "./function-error.ts";
import { type InvocationFault, invokeWith } from "./invocation-fault.ts";
import { LogLines } from "./log-lines.ts";
import { PendingFunctions } from "./pending-functions.ts";

/** What functions run with. */
export interface FunctionsOptions {
  readonly identities: Identities;
  readonly clock: CloudClock;
  /** Where the functions find AWS; asked when an environment starts, because the front comes up last. */
  readonly endpointUrl: () => string;
  /**
   * Environments of one function at a time; further invocations wait instead of failing. By default at most 4, and no
   * more than the machine has processors, because each is a process.
   */
  readonly maxEnvironments?: number;
  /** The timeout of a function where not its own counts: tests cannot wait fifteen minutes. */
  readonly timeoutSecondsOf?: (spec: FunctionSpec) => number;
  readonly interceptInvocation?: (functionName: string, event: unknown) => InvocationFault | undefined;
  /**
   * Runs a function in this process instead of a process of its own, where it answers at all: for tests of
   * what goes wrong, in which the processes of hundreds of clouds would take too long.
   */
  readonly runInProcess?: (invocation: InProcessInvocation) => Promise<InvocationResult> | undefined;
  readonly onLog?: (functionName: string, line: string) => void;
}

/** An invocation that may run in this process. */
export interface InProcessInvocation {
  readonly spec: FunctionSpec;
  /** The event, as JSON text. */
  readonly payload: string;
  readonly requestId: string;
}

interface DeployedFunction {
  readonly spec: FunctionSpec;
  readonly timeoutSeconds: number;
  readonly pool: EnvironmentPool;
  readonly logs: LogLines;
  peakMemoryKb: number;
}

const lambda = { service: "lambda.amazonaws.com", context: {} };
const sessionSeconds = 12 * 3600;

/** The Lambda functions of all accounts, run from their bundles in processes of their own. */
export class Functions {
  readonly #options: FunctionsOptions;
  readonly #functions = new Map<string, DeployedFunction>();
  /** Functions that cannot be invoked yet. */
  readonly pending: PendingFunctions;

  constructor(options: FunctionsOptions) {
    this.#options = options;
    this.pending = new PendingFunctions(options.clock);
  }

  /** @throws {AwsError} if Lambda would refuse the function */
  createFunction(spec: FunctionSpec, accountId: string, region: string): void {
    const [, , , arnRegion, arnAccount] = spec.arn.split(":");
    if (arnAccount !== accountId || arnRegion !== region || this.#functions.has(spec.arn))
      throw new AwsError("ResourceConflictException", `Function cannot be created as ${spec.arn}`, 409);
    checkVariables(spec);
    if (roleTrusting(this.#options.identities, spec.roleArn, lambda) === undefined) throw cannotAssume();
    const timeoutSeconds = this.#options.timeoutSecondsOf?.(spec) ?? spec.timeoutSeconds;
    const deployed: DeployedFunction = {
      spec,
      timeoutSeconds,
      logs: new LogLines(),
      peakMemoryKb: 0,
      pool: new EnvironmentPool({
        limit: this.#options.maxEnvironments ?? Math.min(4, availableParallelism()),
        start: () => this.#startEnvironment(deployed, region),
        isFresh: ({ credentialsEnd }) =>
          credentialsEnd.getTime() - this.#options.clock.now().getTime() > timeoutSeconds * 1000,
      }),
    };
    this.#functions.set(spec.arn, deployed);
  }

  /**
   * Gives a function new code, as a later deployment does. Its environments end, because warm ones would continue with
   * the code that they have loaded.
   * @throws {AwsError} if there is no such function
   */
  async updateFunction(spec: FunctionSpec, accountId: string, region: string): Promise<void> {
    await this.#deployed(spec.arn).pool.close();
    this.#functions.delete(spec.arn);
    this.createFunction(spec, accountId, region);
  }

  /**
   * Runs a function and waits for what it comes to; a failure of the function is a result, too.
   * @param payload the event, as JSON text
   * @throws {AwsError} if there is no such function, or its role is gone
   */
  async invoke(functionArn: string, payload: string, requestId: string): Promise<InvocationResult> {
    const deployed = this.#deployed(functionArn);
    this.pending.check(deployed.spec.name);
    const fault = this.#options.interceptInvocation?.(deployed.spec.name, JSON.parse(payload));
    if (fault !== "twice") return this.#run(deployed, payload, requestId, fault);
    const [first] = await Promise.all([
      this.#run(deployed, payload, requestId),
      this.#run(deployed, payload, randomUUID()),
    ]);
    return first;
  }

  /**
   * Checks that a function exists and is ready.
   * @throws {AwsError} as Invoke would
   */
  checkInvocable(functionArn: string): void {
    this.pending.check(this.#deployed(functionArn).spec.name);
  }

  /** The function's own dead-letter queue. */
  deadLetterOf(functionArn: string): string | undefined {
    return this.#deployed(functionArn).spec.deadLetterArn;
  }

  /** The function's execution role. */
  roleOf(functionArn: string): string {
    return this.#deployed(functionArn).spec.roleArn;
  }

  /** What a function wrote to its standard output and error, line by line. */
  logs(functionName: string): string[] {
    return this.#named(functionName).flatMap(({ logs }) => logs.all());
  }

  /** The most memory that one environment of a function ever held, in MB; 0 before its first answer. */
  peakMemoryMb(functionName: string): number {
    return Math.max(0, ...this.#named(functionName).map(({ peakMemoryKb }) => peakMemoryKb)) / 1024;
  }

  /** How many environments a function has, and how many are at work. */
  environments(functionName: string): { readonly all: number; readonly busy: number } {
    const sizes = this.#named(functionName).map(({ pool }) => pool.size);
    return sizes.reduce((sum, { all, busy }) => ({ all: sum.all + all, busy: sum.busy + busy }), {
      all: 0,
      busy: 0,
    });
  }

  /** Ends every environment; what is being invoked fails with Runtime.ExitError. */
  killAll(): void {
    for (const { pool } of this.#functions.values()) pool.killAll();
  }

  /** Ends every environment and waits until all processes are gone. */
  async close(): Promise<void> {
    await Promise.all([...this.#functions.values()].map(({ pool }) => pool.close()));
  }

  #run(
    { pool, spec, timeoutSeconds }: DeployedFunction,
    payload: string,
    requestId: string,
    fault?: Exclude<InvocationFault, "twice">,
  ): Promise<InvocationResult> {
    const inProcess = this.#options.runInProcess?.({ spec, payload, requestId });
    if (inProcess !== undefined) return inProcess;
    const remainingMs = timeoutSeconds * 1000;
    return pool.use((environment) => {
      const clockAheadMs = this.#options.clock.now().getTime() - Date.now();
      const invocation = { requestId, functionArn: spec.arn, payload, remainingMs, clockAheadMs };
      return invokeWith(environment, invocation, fault);
    });
  }

  #startEnvironment(deployed: DeployedFunction, region: string): ExecutionEnvironment {
    const { spec, timeoutSeconds, logs } = deployed;
    const credential = assumeServiceRole(this.#options.identities, spec.roleArn, lambda, {
      name: spec.name,
      durationSeconds: sessionSeconds,
    });
    if (credential?.expiresAt === undefined) throw cannotAssume();
    return new ExecutionEnvironment({
      codeDirectory: spec.codeDirectory,
      handler: spec.handler,
      variables: functionEnvironment(spec, region, credential, this.#options.endpointUrl()),
      timeoutSeconds,
      credentialsEnd: credential.expiresAt,
      onLog: (line) => {
        logs.add(line);
        this.#options.onLog?.(spec.name, line);
      },
      onPeakMemory: (kb) => {
        deployed.peakMemoryKb = Math.max(deployed.peakMemoryKb, kb);
      },
    });
  }

  #deployed(functionArn: string): DeployedFunction {
    const deployed = this.#functions.get(functionArn);
    if (deployed === undefined)
      throw new AwsError("ResourceNotFoundException", `Function not found: ${functionArn}`, 404);
    return deployed;
  }

  #named(functionName: string): DeployedFunction[] {
    const named = [...this.#functions.values()].filter(({ spec }) => spec.name === functionName);
    if (named.length === 0) throw new Error(`there is no function ${functionName}`);
    return named;
  }
}

function cannotAssume(): AwsError {
  return new AwsError(
    "InvalidParameterValueException",
    "The role defined for the function cannot be assumed by Lambda.",
  );
}
