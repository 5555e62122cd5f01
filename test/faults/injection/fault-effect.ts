import { setTimeout as wait } from "node:timers/promises";
import { AwsError } from "../../../infra/sandbox/cloud/aws-error.ts";
import type { Interception, ServiceResponse } from "../../../infra/sandbox/cloud/service.ts";
import { damagedAnswer } from "./damaged-answer.ts";
import type { Fault } from "./fault.ts";

/**
 * Applies a fault before the call reaches its service.
 * @returns how the call ends, or nothing if it continues
 * @throws {AwsError} if the service refuses it
 */
export async function effectBefore(fault: Fault, call: Interception): Promise<"reset" | undefined> {
  if (fault.kind === "refused") throw new AwsError(fault.code, fault.message, fault.status);
  if (fault.kind === "reset" && fault.when === "before") return "reset";
  if (fault.kind === "event" && fault.when === "before") return await fault.happen(call);
  return undefined;
}

/**
 * Applies a fault to the answer of a call that took effect.
 * @returns another answer, or nothing if the answer stays the same
 */
export async function effectAfter(
  fault: Fault,
  call: Interception,
  answer: ServiceResponse,
): Promise<ServiceResponse | "reset" | undefined> {
  switch (fault.kind) {
    case "reset":
      return fault.when === "after" ? "reset" : undefined;
    case "late":
      await wait(fault.milliseconds, undefined, { ref: false });
      return undefined;
    case "damaged":
      return damagedAnswer(answer, fault.how);
    case "event":
      return fault.when === "after" ? await fault.happen(call) : undefined;
    case "refused":
      return undefined;
  }
}
