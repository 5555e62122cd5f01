import type { ServiceResponse } from "./service.ts";

/**
 * The error code that a response carries, wherever its protocol puts it: a header, `__type` of a JSON body,
 * or `<Code>` of an XML body. Successes have none.
 */
export function errorCodeOf({ status, headers, body }: ServiceResponse): string | undefined {
  if (status < 400) return undefined;
  const text = typeof body === "string" ? body : Buffer.from(body).toString("utf8");
  const named =
    header(headers, "x-amzn-errortype") ??
    /"__type"\s*:\s*"([^"]+)"/.exec(text)?.[1] ??
    /<Code>([^<]+)<\/Code>/.exec(text)?.[1];
  // `com.amazonaws.dynamodb.v20120810#ResourceNotFoundException`, `NotFoundException:http://…`
  return named?.replace(/^.*#/, "").replace(/:.*$/, "");
}

function header(headers: ServiceResponse["headers"], wanted: string): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1];
}
