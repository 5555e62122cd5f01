import * as z from "zod/mini";
import type { Interception } from "../../infra/sandbox/cloud/service.ts";
import {
  exited,
  type InvocationResult,
  timedOut,
} from "../../infra/sandbox/services/lambda/function-error.ts";
import type { FunctionsOptions, InProcessInvocation } from "../../infra/sandbox/services/lambda/functions.ts";
import type { AccountClocks } from "./account-clocks.ts";
import type { CallName } from "./injection/call-name.ts";
import { Invocation, invocationHeader, runningInvocation } from "./invocation.ts";
import type { InProcessFunction } from "./wired-functions.ts";

/** A fault of a whole invocation: its answer is lost, or its event comes twice. */
export type InvocationFault = "never" | "twice";

/** Lambda's timeout of a function (infra/cdk). */
const timeoutMilliseconds = 900_000;

/**
 * Runs functions in this process. A process for each would take a quarter of a second to start, and there are hundreds
 * of runs. All calls of a function still go over HTTP, signed by the function's role.
 */
export class InProcessFunctions {
  #fault: { readonly of: CallName; readonly what: InvocationFault } | undefined;
  #faultHappened = false;
  readonly #clocks: AccountClocks;
  /** What Lambda's runtime writes to the log. */
  readonly #onLog: (line: string) => void;
  readonly #running = new Map<string, Invocation>();
  #functions: Readonly<Record<string, InProcessFunction>> = {};

  constructor(clocks: AccountClocks, onLog: (line: string) => void) {
    this.#clocks = clocks;
    this.#onLog = onLog;
  }

  /** @param functions by name; their clients need a cloud that has been started */
  register(functions: Readonly<Record<string, InProcessFunction>>): void {
    this.#functions = functions;
  }

  /** Plans a fault for the next invocation of that name. Without a name, no fault is planned. */
  plan(of?: CallName, what: InvocationFault = "never"): void {
    this.#fault = of === undefined ? undefined : { of, what };
    this.#faultHappened = false;
  }

  /** Whether the planned fault has happened. */
  get faultHappened(): boolean {
    return this.#faultHappened;
  }

  /** Kills the invocation that made a call. */
  killCallerOf({ request }: Interception): void {
    const id = request.headers[invocationHeader];
    const invocation = id === undefined ? undefined : this.#running.get(id);
    if (invocation === undefined) throw new Error("the call was made by no running invocation");
    invocation.kill();
  }

  /** How the embedded cloud runs its functions. */
  options(): Pick<FunctionsOptions, "runInProcess" | "interceptInvocation"> {
    return {
      runInProcess: (invocation) => this.#run(invocation),
      interceptInvocation: (name, event) =>
        this.#isPlanned("twice", name, JSON.stringify(event)) ? "twice" : undefined,
    };
  }

  /** Whether the planned fault is for this invocation. It happens once. */
  #isPlanned(what: InvocationFault, name: string, payload: string): boolean {
    const fault = this.#fault;
    if (fault === undefined || fault.what !== what || fault.of.about !== name) return false;
    if (!payload.includes(fault.of.target)) return false;
    this.#fault = undefined;
    this.#faultHappened = true;
    return true;
  }

  async #run(call: InProcessInvocation): Promise<InvocationResult> {
    const { spec, payload, requestId } = call;
    const isLost = this.#isPlanned("never", spec.name, payload);
    const result = await this.#invoke(call);
    return isLost ? timedOut(requestId, timeoutMilliseconds / 1000) : result;
  }

  async #invoke({ spec, payload, requestId }: InProcessInvocation): Promise<InvocationResult> {
    const run = this.#functions[spec.name];
    if (run === undefined) throw new Error(`no function ${spec.name}`);
    const event: unknown = JSON.parse(payload);
    const account = accountOf(event);
    await this.#clocks.begin(account);
    const clock = this.#clocks.of(account);
    const ends = clock.now().getTime() + timeoutMilliseconds;
    const context = {
      clock,
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => ends - clock.now().getTime(),
    };
    const invocation = new Invocation();
    this.#running.set(invocation.id, invocation);
    const alive = runningInvocation.run(invocation, () => this.#settled(run(event, context)));
    const killed = invocation.death.then(() => exited(requestId, null, "SIGKILL"));
    const result = await Promise.race([alive, killed]);
    this.#running.delete(invocation.id);
    const errorType = result.functionError ? /"errorType":"([^"]*)"/.exec(result.payload)?.[1] : undefined;
    this.#clocks.end(account, errorType);
    return result;
  }

  /** How Lambda's Node.js runtime reports a function's result or error; see `services/lambda/environment.ts`. */
  async #settled(ended: Promise<unknown>): Promise<InvocationResult> {
    try {
      return { payload: JSON.stringify(await ended) ?? "null", functionError: false };
    } catch (error) {
      const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
      const payload = JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split("\n") });
      this.#onLog(`Invoke Error ${payload}`);
      return { payload, functionError: true };
    }
  }
}

/** Which account a worker's or a restore's event is about. In events of SES, `account` is a string. */
function accountOf(event: unknown): string {
  const { data } = z.safeParse(z.object({ account: z.object({ id: z.string() }) }), event);
  return data?.account.id ?? "";
}
