import { existsSync, readFileSync } from "node:fs";
import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { types } from "node:util";
import { CloudTime } from "./cloud-time.ts";
import type { EnvironmentMessage, InvokeMessage } from "./environment-messages.ts";

/**
 * What runs in the child process of an execution environment: it loads the function's bundle and hands it
 * one event after the other, as the runtime interface client of Lambda's Node.js runtime does
 * (github.com/aws/aws-lambda-nodejs-runtime-interface-client: names of errors, exit codes).
 */

type Handler = (event: unknown, context: object) => unknown;

const [codeDirectory = "", handlerName = ""] = process.argv.slice(2);
let isBusy = false;
const time = new CloudTime();

// An environment must not outlive the cloud that started it, however that ended.
process.on("disconnect", () => process.exit(0));
process.on("uncaughtException", (error) => void giveUp(failurePayload(error), 129));
process.on("unhandledRejection", (reason) => {
  const payload = { errorType: "Runtime.UnhandledPromiseRejection", errorMessage: String(reason), trace: [] };
  void giveUp(JSON.stringify(payload), 128);
});

try {
  // All environments of a function load the same code, now and in the next run. As in infra/cli/curfew.ts, not in /tmp.
  enableCompileCache(fileURLToPath(new URL("../../../../node_modules/.cache/curfew", import.meta.url)));
  const handle = await loadHandler();
  // An environment is killed, so it would not write what it compiled at its exit.
  flushCompileCache();
  process.on("message", (message) => {
    if (isInvocation(message)) void answer(handle, message);
  });
  await send({ type: "ready" });
} catch (error) {
  const payload = failurePayload(error);
  console.error(`Uncaught Exception ${payload}`);
  await send({ type: "initFailed", payload });
  process.exit(1);
}

async function loadHandler(): Promise<Handler> {
  const [moduleName = "", exportName = ""] = handlerName.split(".");
  const file = [".mjs", ".js", ".cjs"]
    .map((extension) => join(codeDirectory, moduleName + extension))
    .find((candidate) => existsSync(candidate));
  if (file === undefined) throw named("Runtime.ImportModuleError", `Cannot find module '${moduleName}'`);
  // biome-ignore lint/plugin: the file is a bundle of the assembly, not part of this repository.
  const loaded: Readonly<Record<string, unknown>> = await import(pathToFileURL(file).href);
  const handle = loaded[exportName];
  if (!isHandler(handle))
    throw named("Runtime.HandlerNotFound", `${handlerName} is undefined or not exported`);
  return handle;
}

async function answer(handle: Handler, invocation: InvokeMessage): Promise<void> {
  isBusy = true;
  time.setAhead(invocation.clockAheadMs);
  let payload: string;
  let failed = false;
  try {
    const result = await handle(JSON.parse(invocation.payload), contextOf(invocation));
    payload = JSON.stringify(result) ?? "null";
  } catch (error) {
    payload = failurePayload(error);
    failed = true;
    console.error(`Invoke Error ${payload}`);
  }
  isBusy = false;
  await send({ type: "answer", payload, failed, last: false, peakMemoryKb: peakMemoryKb() });
}

/** Lambda developer guide, "Using the Lambda context object to retrieve Node.js function information". */
function contextOf({ requestId, functionArn, remainingMs }: InvokeMessage): object {
  const deadline = performance.now() + remainingMs;
  return {
    awsRequestId: requestId,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
  };
}

async function giveUp(payload: string, exitCode: number): Promise<void> {
  console.error(`Uncaught Exception ${payload}`);
  if (isBusy) await send({ type: "answer", payload, failed: true, last: true, peakMemoryKb: peakMemoryKb() });
  process.exit(exitCode);
}

function failurePayload(error: unknown): string {
  if (!types.isNativeError(error))
    return JSON.stringify({ errorType: typeof error, errorMessage: String(error), trace: [] });
  const { name, message, stack = "" } = error;
  return JSON.stringify({ errorType: name, errorMessage: message, trace: stack.split("\n") });
}

/** `maxRSS` of `getrusage` starts with what the parent had, so the kernel's own mark of this program is read. */
function peakMemoryKb(): number {
  const status = "/proc/self/status";
  const mark = existsSync(status) ? /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, "utf8")) : null;
  return mark === null ? Math.round(process.memoryUsage.rss() / 1024) : Number(mark[1]);
}

function send(message: EnvironmentMessage): Promise<void> {
  // A cloud that is gone cannot receive messages: `disconnect` then ends this process.
  return new Promise((resolve) => process.send?.(message, undefined, undefined, () => resolve()));
}

function isInvocation(message: unknown): message is InvokeMessage {
  return typeof message === "object" && message !== null && "requestId" in message && "payload" in message;
}

function isHandler(value: unknown): value is Handler {
  return typeof value === "function";
}

function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}
