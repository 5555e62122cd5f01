import { readFileSync } from "node:fs";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { AwsError } from "../../../../../infra/sandbox/cloud/aws-error.ts";
import { CallLog } from "../../../../../infra/sandbox/cloud/call-log.ts";
import { type Front, startFront } from "../../../../../infra/sandbox/cloud/front.ts";
import { Identities } from "../../../../../infra/sandbox/cloud/identities.ts";
import { evaluateIdentity } from "../../../../../infra/sandbox/cloud/policy-evaluation.ts";
import type { Interceptor, Service } from "../../../../../infra/sandbox/cloud/service.ts";
import { Functions } from "../../../../../infra/sandbox/services/lambda/functions.ts";
import { lambdaService } from "../../../../../infra/sandbox/services/lambda/lambda-service.ts";
import { StateMachines } from "../../../../../infra/sandbox/services/states/state-machines.ts";
import { statesService } from "../../../../../infra/sandbox/services/states/states-service.ts";
import {
  accountId,
  Bundles,
  functionArn,
  functionRole,
  region,
  serviceRole,
} from "../lambda/functions-fixture.ts";

const machineName = "curfew";
export const machineArn = `arn:aws:states:${region}:${accountId}:stateMachine:${machineName}`;

/** The role of the state machine, with the permissions that the hub stack gives it. */
export const machineRole = serviceRole("machine", "states.amazonaws.com", [
  { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: functionArn("*") },
  { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::runs/*" },
  { Effect: "Allow", Action: "states:StartExecution", Resource: machineArn.replace(machineName, "*") },
  {
    Effect: "Allow",
    Action: ["states:DescribeExecution", "states:StopExecution", "states:RedriveExecution"],
    Resource: `arn:aws:states:${region}:${accountId}:execution:*`,
  },
]);
/** The same without the permission that a Distributed Map needs. */
export const mapLessRole = {
  ...machineRole,
  arn: `${machineRole.arn}-no-map`,
  name: "machine-no-map",
  identityPolicies: {
    own: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: ["lambda:InvokeFunction", "s3:GetObject"], Resource: "*" }],
    },
  },
};

/** The state machine of this repository, with its substitutions made. */
export function curfewDefinition(): string {
  const file = new URL("../../../../../statemachine/daily.asl.json", import.meta.url);
  return readFileSync(file, "utf8")
    .replace(/\$\{Partition\}/g, "aws")
    .replace(/\$\{(\w+)FunctionArn\}/g, (_, name: string) => functionArn(name.toLowerCase()));
}

/** Lambda, Step Functions and an S3 that returns `objects`. */
export class StatesCloud {
  readonly clock = { now: () => this.now };
  readonly identities = new Identities(this.clock);
  readonly bundles = new Bundles();
  readonly callLog = new CallLog();
  readonly interceptors: Interceptor[] = [];
  readonly objects = new Map<string, string>();
  readonly functions: Functions;
  readonly machines: StateMachines;
  now = new Date("2026-11-24T02:00:00.123Z");
  #front: Front | undefined;

  constructor() {
    const { identities, clock } = this;
    const endpointUrl = () => this.url;
    this.functions = new Functions({ identities, clock, endpointUrl });
    this.machines = new StateMachines({
      identities,
      clock,
      endpointUrl,
      retryScale: 0.001,
      isAllowed: (roleArn, action, resource) =>
        evaluateIdentity(
          identities.role(roleArn)?.identityPolicies ?? {},
          undefined,
          { action, resource },
          {},
        ).allowed,
    });
    for (const role of [functionRole, machineRole, mapLessRole]) identities.addRole(role);
  }

  get url(): string {
    if (this.#front === undefined) throw new Error("the cloud is not started");
    return this.#front.url;
  }

  async start(): Promise<void> {
    this.#front = await startFront({
      services: [lambdaService(this.functions), statesService(this.machines, this.clock), this.#storage()],
      identities: this.identities,
      clock: this.clock,
      organizationIdOf: () => undefined,
      callLog: this.callLog,
      interceptors: this.interceptors,
    });
  }

  async close(): Promise<void> {
    await this.machines.close();
    await this.functions.close();
    await this.#front?.close();
    await this.bundles.remove();
  }

  async createFunction(name: string, source: string): Promise<void> {
    this.functions.createFunction(await this.bundles.spec(name, source), accountId, region);
  }

  createMachine(definition: object | string, name = machineName, roleArn = machineRole.arn): string {
    const arn = `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
    const text = typeof definition === "string" ? definition : JSON.stringify(definition);
    this.machines.createStateMachine({ name, arn, roleArn, definition: text }, accountId, region);
    return arn;
  }

  client(credentials = this.identities.addOperator(accountId)): SFNClient {
    return new SFNClient({ endpoint: this.url, region, credentials, maxAttempts: 1 });
  }

  /** Starts an execution, waits for its end and returns its outcome. */
  async run(stateMachineArn: string, input: object = {}, name?: string) {
    const client = this.client();
    const { executionArn = "" } = await client.send(
      new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }),
    );
    await this.machines.execution(executionArn)?.ended;
    return await client.send(new DescribeExecutionCommand({ executionArn }));
  }

  /** GetObject only. */
  #storage(): Service {
    const resource = (path: string) => `arn:aws:s3:::${decodeURIComponent(path.slice(1))}`;
    return {
      name: "s3",
      operation: () => "GetObject",
      authorizations: ({ path }) => [{ action: "s3:GetObject", resource: resource(path) }],
      handle: async ({ path }) => {
        const body = this.objects.get(decodeURIComponent(path.slice(1)));
        if (body === undefined) throw new AwsError("NoSuchKey", "The specified key does not exist.", 404);
        return { status: 200, headers: { "content-type": "application/json" }, body };
      },
      error: (code, message, status) => ({
        status,
        headers: { "content-type": "application/xml" },
        body: `<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
      }),
    };
  }
}
