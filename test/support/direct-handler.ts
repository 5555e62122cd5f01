import { randomUUID } from "node:crypto";
import { HttpResponse } from "@smithy/core/protocols";
import type { HttpRequest } from "@smithy/types";
import { AwsError } from "../../infra/sandbox/cloud/aws-error.ts";
import type {
  Authorization,
  CloudClock,
  Principal,
  Service,
  ServiceResponse,
} from "../../infra/sandbox/cloud/service.ts";

/**
 * Settings with which a real SDK client talks to a service without a front between them: the service reads what the
 * client serializes. `asked` records what the front would have checked in the policies.
 */
export function directTo(service: Service, principal: Principal, asked: Authorization[] = []) {
  return {
    region: "us-east-1",
    credentials: { accessKeyId: principal.accessKeyId, secretAccessKey: "unused" },
    maxAttempts: 1,
    requestHandler: {
      async handle(request: HttpRequest) {
        const requestId = randomUUID();
        const answer = await answered(service, requestId, () => {
          const received = {
            requestId,
            service: service.name,
            region: "us-east-1",
            principal,
            method: request.method,
            path: request.path,
            query: new URLSearchParams(),
            headers: Object.fromEntries(
              Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
            ),
            body: bytesOf(request.body),
          };
          service.operation(received);
          asked.push(...service.authorizations(received));
          return service.handle(received);
        });
        return {
          response: new HttpResponse({
            statusCode: answer.status,
            headers: { ...answer.headers },
            body: Buffer.from(answer.body),
          }),
        };
      },
    },
  };
}

/** The SDK gives its bytes the methods of a string, and warns when they are used. Copying the bytes would use them. */
function bytesOf(body: unknown): Buffer {
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (typeof body === "string" || body === undefined) return Buffer.from(body ?? "");
  throw new Error("a streamed body never comes to a service that reads forms or JSON");
}

async function answered(
  service: Service,
  requestId: string,
  handle: () => Promise<ServiceResponse>,
): Promise<ServiceResponse> {
  try {
    return await handle();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return service.error(error.code, error.message, error.status, requestId);
  }
}

/** A principal with all permissions in an account. */
export function operatorOf(accountId: string): Principal {
  return { accountId, arn: `arn:aws:iam::${accountId}:root`, kind: "root", accessKeyId: "AKIAOPERATOR" };
}

/** A session of a role. */
export function sessionOf(accountId: string, role: string, session = "curfew-run"): Principal {
  return {
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${role}/${session}`,
    kind: "assumedRole",
    accessKeyId: "ASIASESSION",
    roleArn: `arn:aws:iam::${accountId}:role/${role}`,
  };
}

/** A clock that a test moves. */
export function handClock(start = "2026-11-24T02:00:00Z"): CloudClock & { forward(minutes: number): void } {
  let now = new Date(start).getTime();
  return {
    now: () => new Date(now),
    forward(minutes) {
      now += minutes * 60_000;
    },
  };
}

/** The name of the error that a call ends with. */
export async function errorOf(
  call: Promise<unknown>,
): Promise<{ name: string; message: string; status: number }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata: unknown = Reflect.get(error, "$metadata");
    const status: unknown =
      typeof metadata === "object" && metadata !== null ? Reflect.get(metadata, "httpStatusCode") : undefined;
    return { name: error.name, message: error.message, status: Number(status) };
  }
  throw new Error("the call succeeded");
}
