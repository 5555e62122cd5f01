import { once } from "node:events";
import { type Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { readAuthorization } from "../../../infra/sandbox/cloud/authorization-header.ts";
import type { CloudClock } from "../../../infra/sandbox/cloud/service.ts";
import { timeOfSender } from "../../../infra/sandbox/cloud/signature.ts";

/** A call as it arrived, and as it is forwarded. */
export interface ForwardedCall {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** The answer to a call. */
export interface ForwardedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** Answers a call of one service, by its signing name. It may forward the call to moto or to another server. */
export type Answerer = (call: ForwardedCall, service: string) => Promise<ForwardedAnswer>;

/** One address for two clouds. */
export interface MotoFront {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts a front. `answer` decides where each call goes. Answers have the date that the caller's clock shows: moto only
 * knows the real date, and the SDK of a function on a later day would retry every error as a clock skew.
 */
export async function startMotoFront(clock: CloudClock, answer: Answerer): Promise<MotoFront> {
  const server = createServer({ keepAliveTimeout: 60_000 }, (incoming, outgoing) => {
    serve(incoming, outgoing, clock, answer).catch((error: unknown) => {
      if (!incoming.destroyed || incoming.complete) console.error("the front of moto failed:", error);
      outgoing.destroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the front of moto has no port");
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
  clock: CloudClock,
  answer: Answerer,
): Promise<void> {
  const body = await buffer(incoming);
  const { authorization = "" } = incoming.headers;
  const { method = "GET", url: path = "/", headers } = incoming;
  const { status, ...answered } = await answer(
    { method, path, headers, body },
    readAuthorization(authorization)?.service ?? "unsigned",
  );
  const date = timeOfSender({ "x-amz-date": String(headers["x-amz-date"] ?? "") }, clock).toUTCString();
  outgoing.writeHead(status, { ...answered.headers, date, "content-length": String(answered.body.length) });
  outgoing.end(answered.body);
}

/** Forwards a call unchanged, and returns the answer unchanged. */
export async function forward(
  agent: Agent,
  to: string,
  { method, path, headers, body }: ForwardedCall,
): Promise<ForwardedAnswer> {
  const { "transfer-encoding": _, ...kept } = headers;
  const sent = request(new URL(path, to), {
    agent,
    method,
    headers: { ...kept, "content-length": String(body.length) },
  });
  const [response] = await Promise.all([answerTo(sent), sent.end(body)]);
  const { "transfer-encoding": __, connection: ___, ...answered } = response.headers;
  return { status: response.statusCode ?? 502, headers: answered, body: await buffer(response) };
}

function answerTo(sent: ReturnType<typeof request>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once("response", resolve).once("error", reject);
  });
}
