import {
  isClockSkewCorrectedError,
  isClockSkewError,
  isServerError,
  isThrottlingError,
  isTransientError,
} from "@smithy/core/retry";
import { Interrupted } from "../runtime/errors.ts";

/**
 * A successful answer lacks a required field: it was damaged on its way. Read as an empty answer it would mean
 * an account without users, or a key without notices.
 */
export class UnreadableAnswer extends Error {
  constructor(operation: string, field: string, options?: ErrorOptions) {
    super(`${operation} answered without ${field}`, options);
    this.name = "UnreadableAnswer";
  }
}

/**
 * A required field of an answer.
 * @throws {UnreadableAnswer} if it is missing
 */
export function present<Value>(value: Value | undefined, operation: string, field: string): Value {
  if (value === undefined) throw new UnreadableAnswer(operation, field);
  return value;
}

type SdkError = Parameters<typeof isTransientError>[0];

/** Whether a retry may succeed: by the SDK's own classification, or because the answer could not be read. */
export function isTransient(error: unknown): boolean {
  if (!isSdkError(error)) return false;
  const answered = withoutClockNote(error);
  return (
    isTransientError(answered) ||
    isThrottlingError(answered) ||
    isServerError(answered) ||
    isUnreadable(error)
  );
}

/**
 * While the clock is minutes off, the SDK notes on every error that it has corrected its clock, and its classifier then
 * takes a denial for transient. The note says something only if AWS refused the call because of its signing time.
 */
function withoutClockNote(error: SdkError): SdkError {
  if (isClockSkewCorrectedError(error) !== true || isClockSkewError(error)) return error;
  const { name, message, cause } = error;
  const { clockSkewCorrected: _note, ...$metadata } = error.$metadata ?? {};
  return { ...error, name, message, cause, $metadata };
}

/** The SDK sets `$response` also on errors of its own parsing; only errors that AWS sent have `$fault`. */
function isUnreadable(error: Error): boolean {
  return error instanceof UnreadableAnswer || ("$response" in error && !("$fault" in error));
}

/** Whether AWS refused a call because there were too many, so that it had no effect. */
export function isThrottled(error: unknown): boolean {
  return isSdkError(error) && isThrottlingError(error);
}

/**
 * Whether AWS refused a call because of its signing time, so that it had no effect. The SDK has corrected its clock
 * since, so a retry is signed correctly.
 */
export function isRefusedUnread(error: unknown): boolean {
  return isSdkError(error) && isClockSkewError(error) && isClockSkewCorrectedError(error) === true;
}

/** The SDK's classifiers accept every Error and read further fields only if they are present. */
function isSdkError(error: unknown): error is SdkError {
  return error instanceof Error;
}

/** The error's name without the `Exception` that only some services append. */
export function errorCode(error: unknown): string {
  return error instanceof Error ? error.name.replace(/Exception$/, "") : "";
}

/** Whether AWS denied the call. */
export function isAccessDenied(error: unknown): boolean {
  return errorCode(error) === "AccessDenied";
}

/** Whether STS has no credentials for this account because its Region is not enabled in that account. */
export function isRegionDisabled(error: unknown): boolean {
  return errorCode(error) === "RegionDisabled";
}

/** Whether IAM says that the user or key does not exist: deleted since it was listed. */
export function isNoSuchEntity(error: unknown): boolean {
  return errorCode(error) === "NoSuchEntity";
}

/**
 * Whether GetAccessKeyLastUsed says that the account has no such key. IAM then cannot name the key's user, so it denies
 * the call on `access key AKIA…`; its API reference no longer lists NoSuchEntity. A denial by a policy names the user.
 */
export function isUnknownAccessKey(error: unknown): boolean {
  return (
    isNoSuchEntity(error) || (isAccessDenied(error) && /on resource: access key /.test(messageOf(error)))
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}

/**
 * The error to throw: `Interrupted` if a retry may help, otherwise the error itself.
 * @param what the call, for the message: "ListUsers in 111122223333"
 */
export function asInterrupted(error: unknown, what: string): unknown {
  return isTransient(error) ? new Interrupted(`${what} did not succeed`, { cause: error }) : error;
}
