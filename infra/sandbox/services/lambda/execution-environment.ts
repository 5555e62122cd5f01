import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as z from "zod/mini";
import { parse } from "../../../../functions/runtime/parse.ts";
import type { EnvironmentMessage, InvokeMessage } from "./environment-messages.ts";
import { exited, type InvocationResult, timedOut } from "./function-error.ts";

const messageSchema: z.ZodMiniType<EnvironmentMessage> = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ready") }),
  z.strictObject({ type: z.literal("initFailed"), payload: z.string() }),
  z.strictObject({
    type: z.literal("answer"),
    payload: z.string(),
    failed: z.boolean(),
    last: z.boolean(),
    peakMemoryKb: z.number(),
  }),
]);

type Happening =
  | EnvironmentMessage
  | { readonly type: "timedOut" }
  | { readonly type: "exit"; readonly code: number | null; readonly signal: string | null };

/** Lambda ends an initialisation after 10 s (Lambda developer guide, "Init phase"). */
const leastInitSeconds = 10;

/** What an execution environment is started with. */
export interface EnvironmentStart {
  readonly codeDirectory: string;
  readonly handler: string;
  /** All of its environment: nothing of the cloud's own gets through. */
  readonly variables: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  /** When its credentials end, by the clock of the cloud. */
  readonly credentialsEnd: Date;
  readonly onLog: (line: string) => void;
  readonly onPeakMemory: (kb: number) => void;
}

/** One execution environment: a child process that handles one event at a time. */
export class ExecutionEnvironment {
  readonly credentialsEnd: Date;
  readonly #start: EnvironmentStart;
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  readonly #initialised: Promise<Happening>;
  #isUsable = true;
  #end: Happening | undefined;
  #next: ((happening: Happening) => void) | undefined;

  constructor(start: EnvironmentStart) {
    this.#start = start;
    this.credentialsEnd = start.credentialsEnd;
    this.#child = fork(
      fileURLToPath(new URL("environment.ts", import.meta.url)),
      [start.codeDirectory, start.handler],
      { env: start.variables, execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] },
    );
    this.#closed = once(this.#child, "close");
    this.#collect(this.#child.stdout);
    this.#collect(this.#child.stderr);
    this.#child.on("message", (message) => this.#happened(parse(messageSchema, message, "environment")));
    this.#child.on("error", (error) => start.onLog(`${error.name}: ${error.message}`));
    // `close`, not `exit`: by then everything that it wrote has been read.
    this.#child.on("close", (code, signal) => {
      this.#isUsable = false;
      this.#end = { type: "exit", code, signal };
      this.#happened(this.#end);
    });
    this.#initialised = this.#within(Math.max(leastInitSeconds, start.timeoutSeconds) * 1000);
  }

  /** Whether another event may be given to it. */
  get isUsable(): boolean {
    return this.#isUsable;
  }

  async invoke(invocation: InvokeMessage): Promise<InvocationResult> {
    const init = await this.#initialised;
    if (init.type !== "ready") return this.#failed(init, invocation);
    const answered = this.#within(invocation.remainingMs);
    // A message that cannot be delivered means that the child is gone, and `close` says so.
    this.#child.send(invocation, () => undefined);
    const happening = await answered;
    if (happening.type !== "answer") return this.#failed(happening, invocation);
    // The lines written before the answer came through another pipe; let them be read first.
    await setImmediate();
    this.#start.onPeakMemory(happening.peakMemoryKb);
    if (happening.last) this.kill();
    return { payload: happening.payload, functionError: happening.failed };
  }

  /** Ends the process at once, as Lambda does; an invocation that is in progress fails. */
  kill(): void {
    this.#isUsable = false;
    this.#child.kill("SIGKILL");
  }

  /** Resolves when the process has ended. */
  async closed(): Promise<void> {
    await this.#closed;
  }

  #failed(happening: Happening, { requestId }: InvokeMessage): InvocationResult {
    this.kill();
    switch (happening.type) {
      case "initFailed":
        return { payload: happening.payload, functionError: true };
      case "timedOut":
        return timedOut(requestId, this.#start.timeoutSeconds);
      case "exit":
        return exited(requestId, happening.code, happening.signal);
      default:
        throw new Error(`an execution environment sent "${happening.type}" out of turn`);
    }
  }

  /** What happens next, or that nothing did within the time. */
  #within(ms: number): Promise<Happening> {
    if (this.#end !== undefined) return Promise.resolve(this.#end);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#happened({ type: "timedOut" }), ms);
      this.#next = (happening) => {
        clearTimeout(timer);
        resolve(happening);
      };
    });
  }

  #happened(happening: Happening): void {
    const next = this.#next;
    this.#next = undefined;
    next?.(happening);
  }

  #collect(stream: Readable | null): void {
    if (stream !== null) createInterface({ input: stream }).on("line", this.#start.onLog);
  }
}
