import type { ServiceResponse } from "../../../infra/sandbox/cloud/service.ts";
import type { Damage } from "./fault.ts";

/**
 * An answer that was damaged between the service and its caller. Status and headers stay the same, also the checksums:
 * they let a caller notice the damage.
 */
export function damagedAnswer(answer: ServiceResponse, how: Damage): ServiceResponse {
  const body = Buffer.from(answer.body);
  const half = body.subarray(0, Math.floor(body.length / 2));
  switch (how) {
    case "truncated":
      return withBody(answer, half);
    case "cutShort":
      return {
        ...withBody(answer, half),
        // The front sends the first half and closes the connection, although the header promises more.
        headers: { ...answer.headers, "content-length": String(body.length), connection: "close" },
      };
    case "empty":
      return withBody(answer, Buffer.alloc(0));
    case "webPage":
      return withBody(answer, Buffer.from("<html><body>Your session has ended.</body></html>"));
    case "withoutFields":
      return withBody(answer, Buffer.from(emptied(body.toString("utf8"))));
  }
}

function withBody(answer: ServiceResponse, body: Buffer): ServiceResponse {
  const headers = Object.entries(answer.headers).filter(([name]) => name.toLowerCase() !== "content-length");
  return { ...answer, headers: Object.fromEntries(headers), body };
}

/** `{}`, or the outermost element of an XML answer without its content. */
function emptied(body: string): string {
  const [, root] = /<(\w+)[\s>]/.exec(body) ?? [];
  return root === undefined ? "{}" : `<${root}></${root}>`;
}
