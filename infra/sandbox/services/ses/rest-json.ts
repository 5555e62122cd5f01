import type { ServiceRequest, ServiceResponse } from "../../cloud/service.ts";

/** A success of a REST API with JSON bodies (smithy.io, "AWS restJson1 protocol"). */
export function restResponse(value: object, { requestId }: ServiceRequest): ServiceResponse {
  return { status: 200, headers: restHeaders(requestId), body: JSON.stringify(value) };
}

/** An error of such an API: the code is in a header, the message in the body. */
export function restError(code: string, message: string, status: number, requestId: string): ServiceResponse {
  return {
    status,
    headers: { ...restHeaders(requestId), "x-amzn-errortype": code },
    body: JSON.stringify({ message }),
  };
}

function restHeaders(requestId: string): Record<string, string> {
  return { "content-type": "application/json", "x-amzn-requestid": requestId };
}
