import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServiceResponse } from "./service.ts";
import type { ReceivedRequest } from "./signature.ts";

/** More than any request of Curfew: a part of a multipart upload has 5 MiB. */
const largestBody = 16 * 1024 * 1024;

/** Reads a request to its end. `body` is `undefined` if it is larger than the embedded cloud takes. */
export async function receive(
  incoming: IncomingMessage,
): Promise<Omit<ReceivedRequest, "body"> & { readonly body: Buffer | undefined }> {
  const [path = "/", ...query] = (incoming.url ?? "/").split("?");
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(",") : value]],
  );
  return {
    method: incoming.method ?? "GET",
    path,
    query: new URLSearchParams(query.join("?")),
    headers: Object.fromEntries(headers),
    body: await readBody(incoming),
  };
}

/** Reads on past the limit, for a client that is still sending does not hear the answer. */
async function readBody(incoming: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming) {
    const bytes: Buffer = chunk;
    length += bytes.length;
    if (length <= largestBody) chunks.push(bytes);
  }
  return length <= largestBody ? Buffer.concat(chunks) : undefined;
}

/**
 * Sends a response; Node leaves the body out where HTTP allows none, after HEAD and with 204, which has no length
 * either.
 */
export function send(
  outgoing: ServerResponse,
  { status, headers, body }: ServiceResponse,
  sentAt: Date,
): void {
  const length = status === 204 ? {} : { "content-length": String(Buffer.byteLength(body)) };
  outgoing.writeHead(status, { date: sentAt.toUTCString(), ...length, ...headers });
  outgoing.end(body);
}
