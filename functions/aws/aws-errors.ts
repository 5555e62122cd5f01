import { isServerError, isThrottlingError, isTransientError } from "@smithy/core/retry";
import type { SdkError } from "@smithy/types";
import { Interrupted } from "../runtime/errors.ts";

/** Whether a failed call may go better in a minute, by the SDK's own classification. */
export function isTransient(error: unknown): boolean {
  return isSdkError(error) && (isTransientError(error) || isThrottlingError(error) || isServerError(error));
}

/** Whether AWS refused a call because there were too many, and so did nothing. */
export function isThrottled(error: unknown): boolean {
  return isSdkError(error) && isThrottlingError(error);
}

/** The SDK's classifiers take every Error, and read what more they need only where it is there. */
function isSdkError(error: unknown): error is SdkError {
  return error instanceof Error;
}

/** The error's name as AWS sends it, without the `Exception` that only some services and SDKs append. */
export function errorCode(error: unknown): string {
  return error instanceof Error ? error.name.replace(/Exception$/, "") : "";
}

/** Whether AWS said that the caller may not. */
export function isAccessDenied(error: unknown): boolean {
  return errorCode(error) === "AccessDenied";
}

/** Whether IAM said that the user or key is not there: deleted since it was listed. */
export function isNoSuchEntity(error: unknown): boolean {
  return errorCode(error) === "NoSuchEntity";
}

/**
 * The error as the caller should throw it: `Interrupted` where a retry may help, else itself.
 * @param what the call, for the message: "ListUsers in 111122223333"
 */
export function asInterrupted(error: unknown, what: string): unknown {
  return isTransient(error) ? new Interrupted(`${what} did not succeed`, { cause: error }) : error;
}
