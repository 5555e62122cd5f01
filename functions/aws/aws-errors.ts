import {
  isClockSkewCorrectedError,
  isServerError,
  isThrottlingError,
  isTransientError,
} from "@smithy/core/retry";
import type { SdkError } from "@smithy/types";
import { Interrupted } from "../runtime/errors.ts";

/**
 * An answer that says that all went well and lacks what it must hold. It was broken on its way; taken for an
 * empty answer it would be an account without users, or a key about which nobody was ever told.
 */
export class UnreadableAnswer extends Error {
  constructor(operation: string, field: string, options?: ErrorOptions) {
    super(`${operation} answered without ${field}`, options);
    this.name = "UnreadableAnswer";
  }
}

/**
 * What an answer must hold.
 * @throws {UnreadableAnswer} where it does not
 */
export function present<Value>(value: Value | undefined, operation: string, field: string): Value {
  if (value === undefined) throw new UnreadableAnswer(operation, field);
  return value;
}

/**
 * Whether a failed call may go better in a minute: by the SDK's own classification, and where it could not
 * read an answer, which AWS does not write that way twice.
 */
export function isTransient(error: unknown): boolean {
  return (
    isSdkError(error) &&
    (isTransientError(error) || isThrottlingError(error) || isServerError(error) || isUnreadable(error))
  );
}

/** The SDK hangs the response on an error of its own parsing too; AWS's own errors say whose fault they are. */
function isUnreadable(error: Error): boolean {
  return error instanceof UnreadableAnswer || ("$response" in error && !("$fault" in error));
}

/** Whether AWS refused a call because there were too many, and so did nothing. */
export function isThrottled(error: unknown): boolean {
  return isSdkError(error) && isThrottlingError(error);
}

/**
 * Whether AWS refused a call for the time it was signed at, and so did nothing; the SDK then knows AWS's time
 * and signs right from now on.
 */
export function isRefusedUnread(error: unknown): boolean {
  return isSdkError(error) && isClockSkewCorrectedError(error) === true;
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
