import type { Interception, Interceptor, ServiceResponse } from "../../infra/sandbox/cloud/service.ts";
import {
  exited,
  type InvocationResult,
  timedOut,
} from "../../infra/sandbox/services/lambda/function-error.ts";
import { type CallName, callName, callText } from "./injection/call-name.ts";
import { Invocation, invocationHeader, runningInvocation } from "./invocation.ts";

/** A function as Lambda would call it. */
export type InProcessFunction = (event: unknown, invocation: Invocation) => Promise<unknown>;

/** What befalls an invocation besides what its own calls meet. */
export type InvocationFault = "never" | "twice";

/** How functions run in this process. */
export interface InProcessOptions {
  /** What Lambda's runtime writes to the log. */
  readonly onLog: (line: string) => void;
  /** About which account it is; none where it is no worker's. */
  readonly onBegin: (accountId: string) => Promise<void>;
  readonly onEnd: (accountId: string, errorType: string | undefined) => void;
  /** They see the answer of an invocation as if Lambda had given it. */
  readonly after: readonly Interceptor[];
}

/**
 * Answers Lambda's Invoke with functions that run in this process: a process of its own for each takes a
 * quarter of a second to start, and there are hundreds of runs. All that a function calls still goes over
 * HTTP, signed by the function's role.
 */
export class InProcessFunctions implements Interceptor {
  #fault: { readonly of: string; readonly what: InvocationFault } | undefined;
  #faultHappened = false;
  readonly #options: InProcessOptions;
  readonly #running = new Map<string, Invocation>();
  #functions: Readonly<Record<string, InProcessFunction>> = {};

  constructor(options: InProcessOptions) {
    this.#options = options;
  }

  /** @param functions by name; their clients need a cloud that has been started */
  register(functions: Readonly<Record<string, InProcessFunction>>): void {
    this.#functions = functions;
  }

  /** Plans what befalls the next invocation of that name; nothing where no name is given. */
  plan(of?: CallName, what: InvocationFault = "never"): void {
    this.#fault = of === undefined ? undefined : { of: callText(of), what };
    this.#faultHappened = false;
  }

  /** Whether what was planned has happened. */
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

  async before(call: Interception): Promise<ServiceResponse | "reset" | undefined> {
    if (call.service !== "lambda") return undefined;
    const { requestId } = call.request;
    const answer = answerOf(await this.#faulty(call), requestId);
    for (const interceptor of this.#options.after) {
      const instead = await interceptor.after?.(call, answer);
      if (instead !== undefined) return instead;
    }
    return answer;
  }

  async #faulty(call: Interception): Promise<InvocationResult> {
    const { of, what } = this.#fault ?? {};
    if (of !== callText(callName(call))) return await this.#run(call);
    this.#fault = undefined;
    this.#faultHappened = true;
    if (what === "twice") {
      const [first] = await Promise.all([this.#run(call), this.#run(call)]);
      return first;
    }
    await this.#run(call);
    return timedOut(call.request.requestId, 900);
  }

  async #run(call: Interception): Promise<InvocationResult> {
    const { request } = call;
    const { onLog, onBegin, onEnd } = this.#options;
    const { target: accountId } = callName(call);
    const functionName = /functions\/(?:.*:)?([^/:]+)\/invocations$/.exec(
      decodeURIComponent(request.path),
    )?.[1];
    const run = this.#functions[functionName ?? ""];
    if (functionName === undefined || run === undefined) throw new Error(`no function at ${request.path}`);
    await onBegin(accountId);
    const invocation = new Invocation();
    this.#running.set(invocation.id, invocation);
    const event: unknown = JSON.parse(request.body.toString("utf8"));
    const alive = runningInvocation.run(invocation, async () => settled(run(event, invocation), onLog));
    const killed = invocation.death.then(() => exited(request.requestId, null, "SIGKILL"));
    const result = await Promise.race([alive, killed]);
    this.#running.delete(invocation.id);
    const errorType = result.functionError ? /"errorType":"([^"]*)"/.exec(result.payload)?.[1] : undefined;
    onEnd(accountId, errorType);
    return result;
  }
}

/** What Lambda's Node.js runtime makes of a function's end, as `services/lambda/environment.ts` does. */
async function settled(ended: Promise<unknown>, onLog: (line: string) => void): Promise<InvocationResult> {
  try {
    return { payload: JSON.stringify(await ended) ?? "null", functionError: false };
  } catch (error) {
    const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    const payload = JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split("\n") });
    onLog(`Invoke Error ${payload}`);
    return { payload, functionError: true };
  }
}

function answerOf({ payload, functionError }: InvocationResult, requestId: string): ServiceResponse {
  return {
    status: 200,
    headers: {
      "content-type": "application/json",
      "x-amzn-requestid": requestId,
      "x-amz-executed-version": "$LATEST",
      ...(functionError ? { "x-amz-function-error": "Unhandled" } : {}),
    },
    body: payload,
  };
}
