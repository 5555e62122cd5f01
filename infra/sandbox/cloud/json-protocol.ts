import { AwsError } from "./aws-error.ts";
import type { ServiceRequest, ServiceResponse } from "./service.ts";

/** `1.0` for DynamoDB and Step Functions, `1.1` for Organizations. */
export type JsonVersion = "1.0" | "1.1";

/**
 * The operation of a call in the AWS JSON protocol: what follows the last dot of `X-Amz-Target`
 * (smithy.io, "AWS JSON 1.0 protocol").
 * @throws {AwsError} if the request names none
 */
export function jsonOperation(request: ServiceRequest): string {
  const target = request.headers["x-amz-target"] ?? "";
  const operation = target.slice(target.lastIndexOf(".") + 1);
  if (operation === "")
    throw new AwsError("UnknownOperationException", "The request names no operation in X-Amz-Target");
  return operation;
}

/**
 * The input of a call in the AWS JSON protocol; an empty body is an empty input.
 * @throws {AwsError} if the body is no JSON
 */
export function jsonBody(request: ServiceRequest): unknown {
  const text = request.body.toString("utf8");
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AwsError("SerializationException", "The request body is not JSON", 400, { cause });
  }
}

/** A success of the AWS JSON protocol. Dates must be numbers already: seconds since 1970. */
export function jsonResponse(value: unknown, requestId: string, version: JsonVersion): ServiceResponse {
  return { status: 200, headers: headersOf(requestId, version), body: JSON.stringify(value ?? {}) };
}

/** An error of the AWS JSON protocol: its code is in the body and in a header. */
export function jsonError(
  code: string,
  message: string,
  status: number,
  requestId: string,
  version: JsonVersion,
): ServiceResponse {
  return {
    status,
    headers: { ...headersOf(requestId, version), "x-amzn-errortype": code },
    body: JSON.stringify({ __type: code, message }),
  };
}

function headersOf(requestId: string, version: JsonVersion): Record<string, string> {
  return { "content-type": `application/x-amz-json-${version}`, "x-amzn-requestid": requestId };
}
