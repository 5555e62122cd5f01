import { AwsError } from "../../cloud/aws-error.ts";
import type { Service, ServiceRequest, ServiceResponse } from "../../cloud/service.ts";
import { type NamedFunction, namedFunction } from "./function-arn.ts";
import { type InvocationResult, responseTooLarge } from "./function-error.ts";
import type { Functions } from "./functions.ts";

/** Synchronous invocations, either way (Lambda developer guide, "Lambda quotas"). */
const payloadLimitBytes = 6 * 1024 * 1024;

/** How many functions of an account may run at once (Lambda developer guide, "Lambda quotas"). */
const concurrentExecutions = 1_000;

/** The Lambda API as far as Step Functions and an operator use it: Invoke, waiting for the answer, and the quota. */
export function lambdaService(functions: Functions): Service {
  return {
    name: "lambda",
    operation(request) {
      if (asksForSettings(request)) return "GetAccountSettings";
      invokedName(request);
      return "Invoke";
    },
    authorizations(request) {
      if (asksForSettings(request)) return [{ action: "lambda:GetAccountSettings", resource: "*" }];
      const { arn } = namedFunction(invokedName(request), request);
      return [{ action: "lambda:InvokeFunction", resource: arn }];
    },
    async handle(request) {
      if (asksForSettings(request)) return accountSettings(request.requestId);
      const named = namedFunction(invokedName(request), request);
      checkInvocation(request, named);
      const result = await functions.invoke(named.arn, readPayload(request), request.requestId);
      const fits = Buffer.byteLength(result.payload) <= payloadLimitBytes;
      return answer(fits ? result : responseTooLarge(payloadLimitBytes), request.requestId);
    },
    error: lambdaError,
  };
}

/** Lambda API reference, GetAccountSettings. */
function asksForSettings({ method, path }: ServiceRequest): boolean {
  return method === "GET" && path.replace(/\/$/, "") === "/2016-08-19/account-settings";
}

function accountSettings(requestId: string): ServiceResponse {
  return {
    status: 200,
    headers: { "content-type": "application/json", "x-amzn-requestid": requestId },
    body: JSON.stringify({
      AccountLimit: {
        ConcurrentExecutions: concurrentExecutions,
        UnreservedConcurrentExecutions: concurrentExecutions,
      },
    }),
  };
}

/** Lambda API reference, Invoke: `POST /2015-03-31/functions/FunctionName/invocations`. */
function invokedName({ method, path }: ServiceRequest): string {
  const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(path) ?? [];
  if (method !== "POST" || name === undefined)
    throw new AwsError(
      "UnknownOperationException",
      `The embedded cloud knows no Lambda call ${method} ${path}`,
      404,
    );
  return decodeURIComponent(name);
}

/** @throws {AwsError} for everything that would have to be done and is not */
function checkInvocation({ headers, query, principal }: ServiceRequest, named: NamedFunction): void {
  const type = headers["x-amz-invocation-type"] ?? "RequestResponse";
  if (type !== "RequestResponse") throw unsupported("InvocationType", type);
  const logType = headers["x-amz-log-type"] ?? "None";
  if (logType !== "None") throw unsupported("LogType", logType);
  for (const header of ["x-amz-client-context", "x-amz-tenant-id", "x-amz-durable-execution-name"])
    if (headers[header] !== undefined) throw unsupported(header, headers[header]);
  const qualifier = query.get("Qualifier") ?? named.qualifier ?? "$LATEST";
  if (qualifier !== "$LATEST")
    throw new AwsError("ResourceNotFoundException", `Function not found: ${named.arn}:${qualifier}`, 404);
  // Functions have no resource policies here, so nobody may invoke those of another account.
  if (named.accountId !== principal.accountId)
    throw new AwsError(
      "AccessDeniedException",
      `User: ${principal.arn} is not authorized to perform: lambda:InvokeFunction on resource: ${named.arn} because no resource-based policy allows the lambda:InvokeFunction action`,
      403,
    );
}

/** The event; where the caller sends none, Lambda's Node.js runtime hands over an empty object. */
function readPayload({ body }: ServiceRequest): string {
  if (body.byteLength > payloadLimitBytes)
    throw new AwsError(
      "RequestTooLargeException",
      `${body.byteLength} byte payload is too large for the RequestResponse invocation type (limit ${payloadLimitBytes} bytes)`,
      413,
    );
  const text = body.length === 0 ? "{}" : body.toString("utf8");
  try {
    JSON.parse(text);
    return text;
  } catch (cause) {
    const message = "Could not parse request body into json: Could not parse payload into json";
    throw new AwsError("InvalidRequestContentException", message, 400, { cause });
  }
}

function answer({ payload, functionError }: InvocationResult, requestId: string): ServiceResponse {
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

function lambdaError(code: string, message: string, status: number, requestId: string): ServiceResponse {
  return {
    status,
    headers: {
      "content-type": "application/json",
      "x-amzn-requestid": requestId,
      "x-amzn-errortype": code,
    },
    body: JSON.stringify({ Type: status < 500 ? "User" : "Service", message }),
  };
}

function unsupported(parameter: string, value: string): AwsError {
  return new AwsError(
    "InvalidParameterValueException",
    `The embedded cloud does not support ${parameter} ${value}`,
  );
}
