import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CallLog } from "../../../../../infra/sandbox/cloud/call-log.ts";
import type { FunctionSpec } from "../../../../../infra/sandbox/cloud/deployment.ts";
import { type Front, startFront } from "../../../../../infra/sandbox/cloud/front.ts";
import { Identities } from "../../../../../infra/sandbox/cloud/identities.ts";
import { Functions } from "../../../../../infra/sandbox/services/lambda/functions.ts";
import type { InvocationFault } from "../../../../../infra/sandbox/services/lambda/invocation-fault.ts";
import { lambdaService } from "../../../../../infra/sandbox/services/lambda/lambda-service.ts";
import { accountId, Bundles, functionRole, region } from "./functions-fixture.ts";

/** A handler whose event says what it does. */
export const everything = `
let handled = 0;
export const handler = async (event, context) => {
  handled += 1;
  switch (event.do) {
    case "throw": {
      const error = new Error("come back later", { cause: new Error("Rate exceeded") });
      error.name = "Interrupted";
      throw error;
    }
    case "exit": process.exit(event.code);
    case "hang": await new Promise(() => setInterval(() => {}, 1000)); break;
    case "reject": void Promise.reject(new Error("nobody waits for me")); await new Promise((r) => setTimeout(r, 500)); break;
    case "crash": setTimeout(() => { throw new RangeError("from a timer"); }); await new Promise((r) => setTimeout(r, 500)); break;
    case "wait": await new Promise((r) => setTimeout(r, event.ms)); break;
    case "log": console.log("one\\ntwo"); console.error("three"); break;
    case "grow": return "x".repeat(event.bytes);
    case "environment": return process.env;
  }
  return { event, handled, pid: process.pid, context: { ...context, left: context.getRemainingTimeInMillis() } };
};`;

/** Lambda alone, behind the front, with at most two environments per function. */
export class LambdaCloud {
  readonly clock = { now: () => this.now };
  readonly identities = new Identities(this.clock);
  readonly bundles = new Bundles();
  readonly shown: string[] = [];
  readonly functions: Functions;
  now = new Date("2026-11-24T02:00:00Z");
  fault: InvocationFault | undefined;
  #front: Front | undefined;

  constructor() {
    this.identities.addRole(functionRole);
    this.functions = new Functions({
      identities: this.identities,
      clock: this.clock,
      endpointUrl: () => this.url,
      maxEnvironments: 2,
      interceptInvocation: () => this.fault,
      onLog: (name, line) => this.shown.push(`${name}: ${line}`),
    });
  }

  get url(): string {
    if (this.#front === undefined) throw new Error("the cloud is not started");
    return this.#front.url;
  }

  async start(): Promise<void> {
    this.#front = await startFront({
      services: [lambdaService(this.functions)],
      identities: this.identities,
      clock: this.clock,
      organizationIdOf: () => undefined,
      callLog: new CallLog(),
      interceptors: [],
    });
  }

  async close(): Promise<void> {
    await this.functions.close();
    await this.#front?.close();
    await this.bundles.remove();
  }

  async createFunction(
    name: string,
    source = everything,
    overrides: Partial<FunctionSpec> = {},
  ): Promise<void> {
    this.functions.createFunction(await this.bundles.spec(name, source, overrides), accountId, region);
  }

  client(credentials = this.identities.addOperator(accountId)): LambdaClient {
    return new LambdaClient({ endpoint: this.url, region, credentials, maxAttempts: 1 });
  }

  async invoke(FunctionName: string, event: object) {
    const output = await this.client().send(
      new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }),
    );
    const answer: unknown = JSON.parse(output.Payload?.transformToString() ?? "null");
    return { ...output, answer };
  }
}
