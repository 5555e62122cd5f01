import { refusal } from "../../../infra/sandbox/cloud/refusals.ts";
import type { CallName } from "./call-name.ts";
import type { Fault } from "./fault.ts";

/** A way in which AWS can fail a call, and its name in figures. */
export interface AwsFailure {
  readonly name: string;
  readonly fault: Fault;
  /** Whether the call took effect although its caller gets no answer. */
  readonly tookEffect: boolean;
  /** Whether the next attempt may succeed. The SDK then retries by itself. */
  readonly transient: boolean;
}

/** Every way in which AWS can fail this call, with the error codes of its service. */
export function awsFailures({ service, operation }: Pick<CallName, "service" | "operation">): AwsFailure[] {
  const throttled = refusal(service, "throttled", "Rate exceeded");
  const denied = refusal(service, "accessDenied", "User is not authorized to perform this action");
  const expired = refusal(service, "expiredToken", "The security token included in the request is expired");
  const internal = refusal(service, "internalFailure", "We encountered an internal error");
  return [
    ...connectionFailures,
    // Step Functions reads Lambda's answers with code of its own, so damaged answers prove nothing about Curfew.
    ...(service === "lambda" ? [] : damages),
    refused("throttled", throttled.code, throttled.status, throttled.message, true),
    refused("internal error", internal.code, internal.status, internal.message, true),
    refused("service unavailable", unavailableCode[service] ?? "ServiceUnavailable", 503, "Try again", true),
    refused("access denied", denied.code, denied.status, denied.message),
    refused("expired token", expired.code, expired.status, expired.message),
    ...(ownFailures[service]?.["*"] ?? []),
    ...(ownFailures[service]?.[operation] ?? []),
  ];
}

const connectionFailures: readonly AwsFailure[] = [
  failure("reset before", { kind: "reset", when: "before" }, false, true),
  failure("reset after effect", { kind: "reset", when: "after" }, true, true),
];

const damages: readonly AwsFailure[] = [
  failure("truncated answer", { kind: "damaged", how: "truncated" }, true),
  failure("answer cut short", { kind: "damaged", how: "cutShort" }, true, true),
  failure("empty answer", { kind: "damaged", how: "empty" }, true),
  failure("web page for an answer", { kind: "damaged", how: "webPage" }, true),
  failure("answer without fields", { kind: "damaged", how: "withoutFields" }, true),
];

const unavailableCode: Readonly<Record<string, string>> = {
  s3: "ServiceUnavailable",
  lambda: "ServiceException",
  dynamodb: "InternalServerError",
  organizations: "ServiceException",
};

const limitExceeded = refused("limit exceeded", "LimitExceeded", 409, "Cannot exceed quota", true);

/**
 * The errors that each operation lists in its API reference, in addition to those common to the service. Errors that
 * say that something does not exist are missing where it does exist: a test that needs them deletes the thing.
 */
const ownFailures: Readonly<Record<string, Readonly<Record<string, readonly AwsFailure[]>>>> = {
  iam: {
    "*": [refused("service failure", "ServiceFailure", 500, "The request processing has failed", true)],
    GenerateCredentialReport: [limitExceeded],
    GetCredentialReport: [
      refused("no report", "ReportNotPresent", 410, "Unknown"),
      refused("report expired", "ReportExpired", 410, "Unknown"),
      refused("report in progress", "ReportInProgress", 404, "Unknown"),
    ],
    UpdateAccessKey: [
      limitExceeded,
      refused("invalid input", "InvalidInput", 400, "The request was rejected"),
    ],
  },
  sts: {
    AssumeRole: [
      refused("Region disabled", "RegionDisabledException", 403, "STS is not activated in this region"),
      refused(
        "policy too large",
        "PackedPolicyTooLarge",
        400,
        "Packed policy consumes 104% of allotted space",
      ),
      refused("malformed policy", "MalformedPolicyDocument", 400, "The policy is not well-formed JSON"),
    ],
  },
  organizations: {
    ListAccounts: [
      refused("no Organization", "AWSOrganizationsNotInUseException", 400, "Your account is not a member"),
      refused("invalid input", "InvalidInputException", 400, "You provided invalid values"),
    ],
  },
  dynamodb: {
    "*": [
      refused("over capacity", "ProvisionedThroughputExceededException", 400, "The level is exceeded", true),
      refused("over request limit", "RequestLimitExceeded", 400, "Throughput exceeds the limit", true),
      refused("no table", "ResourceNotFoundException", 400, "Requested resource not found"),
    ],
    UpdateItem: [
      refused("transaction conflict", "TransactionConflictException", 400, "Transaction is ongoing"),
      refused(
        "item too large",
        "ValidationException",
        400,
        "Item size has exceeded the maximum allowed size",
      ),
    ],
  },
  s3: {
    "*": [refused("no bucket", "NoSuchBucket", 404, "The specified bucket does not exist")],
    GetObject: [refused("no object", "NoSuchKey", 404, "The specified key does not exist.")],
    PutObject: [
      refused("operation aborted", "OperationAborted", 409, "A conflicting operation is in progress"),
    ],
  },
  ses: {
    SendEmail: [
      refused("rate exceeded", "ThrottlingException", 400, "Maximum sending rate exceeded.", true),
      refused("daily quota", "ThrottlingException", 400, "Daily message quota exceeded."),
      refused("rejected", "MessageRejected", 400, "Email address is not verified."),
      refused("bad request", "BadRequestException", 400, "Invalid address"),
      refused("account suspended", "AccountSuspendedException", 400, "Sending suspended"),
      refused("sending paused", "SendingPausedException", 400, "Sending paused for this account"),
      refused("sender's domain", "MailFromDomainNotVerifiedException", 400, "Mail-From domain not verified"),
      refused("limit exceeded", "LimitExceededException", 400, "Too many", true),
      refused("not found", "NotFoundException", 404, "Configuration set does not exist"),
    ],
    GetEmailIdentity: [refused("not found", "NotFoundException", 404, "Email identity does not exist")],
  },
  lambda: {
    Invoke: [
      refused("no function", "ResourceNotFoundException", 404, "Function not found"),
      refused("too large", "RequestTooLargeException", 413, "The request payload exceeded the limit"),
      refused(
        "code unreadable",
        "EFSIOException",
        410,
        "An error occurred when reading from the file system",
      ),
      refused("not ready", "ResourceNotReadyException", 502, "The function is inactive", true),
    ],
  },
};

function refused(name: string, code: string, status: number, message: string, transient = false): AwsFailure {
  return failure(name, { kind: "refused", code, status, message }, false, transient);
}

function failure(name: string, fault: Fault, tookEffect: boolean, transient = false): AwsFailure {
  return { name, fault, tookEffect, transient };
}
