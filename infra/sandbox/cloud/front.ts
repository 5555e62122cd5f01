import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Answer, answerCall, type CallAuthority, errorsAnswered } from "./answer-call.ts";
import { readAuthorization, type SignatureClaim } from "./authorization-header.ts";
import { withoutAwsChunks } from "./aws-chunked.ts";
import { receive, send } from "./http-message.ts";
import { jsonError } from "./json-protocol.ts";
import { refusal } from "./refusals.ts";
import type { Service, ServiceResponse } from "./service.ts";
import { type SignatureAuthority, timeOfSender, verifySignature } from "./signature.ts";

/** A page for a browser, which signs nothing. The path is whole, with the prefix it is mounted at. */
export type Page = (path: string, query: URLSearchParams) => Promise<ServiceResponse>;

/** What the front stands before. */
export interface FrontOptions extends CallAuthority, SignatureAuthority {
  /** Each with a signing name of its own. */
  readonly services: readonly Service[];
  /** By path prefix, `/mail`. */
  readonly pages?: Readonly<Record<string, Page>>;
  /** Any free one unless given. */
  readonly port?: number;
}

/** A front that is listening. */
export interface Front {
  /** What AWS_ENDPOINT_URL must be. */
  readonly url: string;
  /** Ends the connections too that clients keep alive. */
  close(): Promise<void>;
}

/**
 * Starts the one HTTP server of the embedded cloud, on loopback. It finds out who signed a request,
 * whether they may, and hands the call to the service of its credential scope.
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  const services = new Map(options.services.map((service) => [service.name, service]));
  if (services.size < options.services.length) throw new Error("two services have the same signing name");
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    serve(incoming, outgoing, services, options).catch((error: unknown) => {
      // A client that hung up waits for no answer; anything else must be seen.
      if (!incoming.destroyed || incoming.complete) console.error("the front failed:", error);
      outgoing.destroy();
    });
  });
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the front listens on no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  services: ReadonlyMap<string, Service>,
  options: FrontOptions,
): Promise<void> {
  const received = await receive(incoming);
  const { authorization } = received.headers;
  const answer =
    authorization === undefined
      ? await answerUnsigned(received, options.pages ?? {})
      : await answerSigned(received, authorization, services, options);
  if (answer === "reset") incoming.socket.resetAndDestroy();
  else send(outgoing, answer, timeOfSender(received.headers, options.clock));
}

type Received = Awaited<ReturnType<typeof receive>>;

async function answerUnsigned(
  { method, path, query }: Received,
  pages: Readonly<Record<string, Page>>,
): Promise<ServiceResponse> {
  if (method === "GET" && path === "/health")
    return { status: 200, headers: { "content-type": "text/plain" }, body: "ok" };
  const page = Object.entries(pages).find(
    ([prefix]) => path === prefix || path.startsWith(prefix.endsWith("/") ? prefix : `${prefix}/`),
  );
  if (method === "GET" && page !== undefined) return await page[1](path, query);
  if (query.has("X-Amz-Signature"))
    return unrouted("NotImplemented", "The embedded cloud takes signatures in the header only", 501);
  return unrouted("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
}

async function answerSigned(
  received: Received,
  authorization: string,
  services: ReadonlyMap<string, Service>,
  options: FrontOptions,
): Promise<Answer> {
  const claim = readAuthorization(authorization);
  if (claim === undefined)
    return unrouted("IncompleteSignatureException", "Authorization is not of Signature version 4", 400);
  const service = services.get(claim.service);
  if (service === undefined)
    return unrouted("NotImplemented", `The embedded cloud has no service ${claim.service}`, 501);
  const requestId = randomUUID();
  return await errorsAnswered(service, requestId, () =>
    answerVerified(received, claim, service, requestId, options),
  );
}

async function answerVerified(
  { body, ...received }: Received,
  claim: SignatureClaim,
  service: Service,
  requestId: string,
  options: FrontOptions,
): Promise<Answer> {
  if (body === undefined) throw refusal(service.name, "requestTooLarge", "The request is larger than 16 MiB");
  const principal = await verifySignature({ ...received, body }, claim, options);
  const request = {
    ...received,
    ...withoutAwsChunks({ headers: received.headers, body }),
    requestId,
    service: service.name,
    region: claim.region,
    principal,
  };
  return await answerCall(request, service, options);
}

/** An error before a service is found, in the format that most of them share. */
function unrouted(code: string, message: string, status: number): ServiceResponse {
  return jsonError(code, message, status, randomUUID(), "1.1");
}
