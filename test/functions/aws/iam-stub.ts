import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { text } from "node:stream/consumers";
import { vi } from "vitest";

/** One call to IAM. */
export interface IamCall {
  readonly action: string;
  readonly userName: string | undefined;
  readonly marker: string | undefined;
}

/** One page of an answer: the members of its list, as XML, and the marker of the next page if there is one. */
export interface IamPage {
  readonly members: readonly string[];
  readonly next?: string;
}

/** A successful answer without content. */
export const emptyAnswer = "empty";

/** An error answer of IAM. */
export interface IamRefusal {
  readonly status: number;
  readonly code: string;
  /** Default: the code. */
  readonly message?: string;
}

/** The name of the list in an operation's answer. */
const lists: Readonly<Record<string, string>> = {
  ListUsers: "Users",
  ListAccessKeys: "AccessKeyMetadata",
  ListUserTags: "Tags",
};

/**
 * An IAM on loopback that returns the pages that a test wants, however short. The SDK's own client must follow them.
 * Until it is closed, every IAM client that is created talks to it.
 */
export async function iamStub(
  answer: (call: IamCall) => IamPage | IamRefusal | typeof emptyAnswer,
): Promise<{ close(): void }> {
  const server = createServer(async (request, response) => {
    const asked = new URLSearchParams(await text(request));
    const call = {
      action: asked.get("Action") ?? "",
      userName: asked.get("UserName") ?? undefined,
      marker: asked.get("Marker") ?? undefined,
    };
    const answered = answer(call);
    response.setHeader("content-type", "text/xml");
    if (answered === emptyAnswer) return response.end(empty(call.action));
    response.statusCode = "status" in answered ? answered.status : 200;
    return response.end("status" in answered ? refusal(answered) : page(call.action, answered));
  });
  const port = await listen(server);
  vi.stubEnv("AWS_ENDPOINT_URL_IAM", `http://127.0.0.1:${port}`);
  vi.stubEnv("AWS_REGION", "eu-central-1");
  return {
    close() {
      vi.unstubAllEnvs();
      server.closeAllConnections();
      server.close();
    },
  };
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the stub listens on no port");
  return address.port;
}

function page(action: string, { members, next }: IamPage): string {
  const list = lists[action] ?? "";
  const rows = members.map((member) => `<member>${member}</member>`).join("");
  const more = next === undefined ? "" : `<Marker>${next}</Marker>`;
  return `<${action}Response><${action}Result><${list}>${rows}</${list}><IsTruncated>${next !== undefined}</IsTruncated>${more}</${action}Result></${action}Response>`;
}

function empty(action: string): string {
  return `<${action}Response><${action}Result></${action}Result></${action}Response>`;
}

function refusal({ code, message = code }: IamRefusal): string {
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
}
