import { once } from "node:events";
import { Agent, type IncomingMessage, request, type Server } from "node:http";
import { text } from "node:stream/consumers";
import dynalite from "dynalite";
import { AwsError } from "../../cloud/aws-error.ts";

/** What dynalite answers to a call. */
interface DynaliteAnswer {
  readonly status: number;
  readonly body: string;
}

/** One dynalite: a DynamoDB with its data in memory, which knows neither accounts nor signatures. */
export class DynaliteServer {
  readonly #server: Server;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });
  #isClosed = false;
  readonly #underWay = new Set<Promise<unknown>>();

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#port = port;
  }

  /** Starts a dynalite on a free port of the loopback interface. */
  static async start(): Promise<DynaliteServer> {
    const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
    // A server that ends idle connections can do so just when the agent sends its next call over one.
    server.keepAliveTimeout = 0;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("dynalite listens on no port");
    return new DynaliteServer(server, address.port);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /**
   * Sends one call, as it came from the SDK.
   * @throws {AwsError} once the server is closed
   */
  async call(operation: string, json: string): Promise<DynaliteAnswer> {
    if (this.#isClosed) throw new AwsError("InternalServerError", "The embedded cloud is being closed", 500);
    const answer = this.#send(operation, json);
    // Kept also when it fails: its caller sees the failure, and closing waits for the end only.
    const ended = answer.then(
      () => undefined,
      () => undefined,
    );
    this.#underWay.add(ended);
    void ended.finally(() => this.#underWay.delete(ended));
    return await answer;
  }

  async #send(operation: string, json: string): Promise<DynaliteAnswer> {
    const sent = request({
      agent: this.#agent,
      host: "127.0.0.1",
      port: this.#port,
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "content-length": Buffer.byteLength(json),
        "x-amz-target": `DynamoDB_20120810.${operation}`,
        "x-amz-date": "20260101T000000Z",
        // dynalite reads the header's form and no more; the front has verified the real one.
        authorization: "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=x",
      },
    });
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      sent.once("response", resolve).once("error", reject).end(json);
    });
    return { status: response.statusCode ?? 500, body: await text(response) };
  }

  /** Waits for the calls under way, which dynalite would crash on without its database, and forgets the tables. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#underWay);
    this.#agent.destroy();
    this.#server.closeAllConnections();
    await new Promise<void>((resolve, reject) => {
      this.#server.close((error) => (error === undefined || error === null ? resolve() : reject(error)));
    });
  }
}
