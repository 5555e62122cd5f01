import { setTimeout as sleep } from "node:timers/promises";
import type { InvokeMessage } from "./environment-messages.ts";
import type { ExecutionEnvironment } from "./execution-environment.ts";
import { type InvocationResult, timedOut } from "./function-error.ts";

/**
 * What goes wrong with an invocation: its environment is killed after a while; its answer never comes, so that
 * Lambda reports a timeout although the work is done; or the event is delivered a second time, at once.
 */
export type InvocationFault = { readonly killAfterMs: number } | "never" | "twice";

/** Invokes in an environment, and lets the fault of the invocation happen. */
export async function invokeWith(
  environment: ExecutionEnvironment,
  invocation: InvokeMessage,
  fault: Exclude<InvocationFault, "twice"> | undefined,
): Promise<InvocationResult> {
  if (fault === undefined) return await environment.invoke(invocation);
  if (fault === "never") {
    const { remainingMs, requestId } = invocation;
    await Promise.all([environment.invoke(invocation), sleep(remainingMs, undefined, { ref: false })]);
    environment.kill();
    return timedOut(requestId, remainingMs / 1000);
  }
  const killer = setTimeout(() => environment.kill(), fault.killAfterMs);
  const result = await environment.invoke(invocation);
  clearTimeout(killer);
  return result;
}
