import { randomBytes } from "node:crypto";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import type { Identities } from "../../cloud/identities.ts";
import type { CloudClock } from "../../cloud/service.ts";
import { assumeServiceRole } from "../service-role.ts";
import { terminalError } from "./state-error.ts";
import { statesPrincipal } from "./states-principal.ts";

/** What the clients are made from. */
export interface RoleClientsOptions {
  readonly identities: Identities;
  readonly clock: CloudClock;
  readonly endpointUrl: () => string;
  readonly roleArn: string;
  readonly stateMachineArn: string;
  readonly accountId: string;
  readonly region: string;
}

interface Session {
  readonly endsAt: number;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
}

const sessionSeconds = 3600;
/** A call must not be signed with a session that ends under way. */
const reservedMilliseconds = 15 * 60_000;

/**
 * The clients with which a state machine does what its states say: real calls under its own role, so that
 * the role's policies are asked as on AWS.
 */
export class RoleClients {
  readonly #options: RoleClientsOptions;
  #session: Session | undefined;

  constructor(options: RoleClientsOptions) {
    this.#options = options;
  }

  lambda(): LambdaClient {
    return this.#current().lambda;
  }

  s3(): S3Client {
    return this.#current().s3;
  }

  /** By the clock of the cloud: the SDK's own renewal uses real time, and the clock of the cloud may be moved. */
  #current(): Session {
    const now = this.#options.clock.now().getTime();
    if (this.#session === undefined || this.#session.endsAt - now < reservedMilliseconds)
      this.#session = this.#newSession();
    return this.#session;
  }

  #newSession(): Session {
    const { identities, roleArn, region, endpointUrl } = this.#options;
    const credentials = assumeServiceRole(identities, roleArn, statesPrincipal(this.#options), {
      name: randomBytes(16).toString("hex"),
      durationSeconds: sessionSeconds,
    });
    if (credentials?.expiresAt === undefined)
      throw terminalError("States.Runtime", `Step Functions is not authorized to assume the role ${roleArn}`);
    const { accessKeyId, secretAccessKey, sessionToken = "" } = credentials;
    // One attempt: on AWS it is the state's Retry that tries again. No limit of connections and of time:
    // a Map runs thousands of functions at once, each for up to 15 minutes.
    const settings = {
      endpoint: endpointUrl(),
      region,
      credentials: { accessKeyId, secretAccessKey, sessionToken },
      maxAttempts: 1,
      requestHandler: { requestTimeout: 0, httpAgent: { maxSockets: Number.POSITIVE_INFINITY } },
    };
    return {
      endsAt: credentials.expiresAt.getTime(),
      lambda: new LambdaClient(settings),
      s3: new S3Client({ ...settings, forcePathStyle: true }),
    };
  }
}
