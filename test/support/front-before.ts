import { onTestFinished } from "vitest";
import { CallLog } from "../../infra/sandbox/cloud/call-log.ts";
import { startFront } from "../../infra/sandbox/cloud/front.ts";
import { type Credential, Identities, type RoleRecord } from "../../infra/sandbox/cloud/identities.ts";
import type { CloudClock, Service } from "../../infra/sandbox/cloud/service.ts";

/** The account that owns what the tests use. */
export const ownAccount = "111122223333";

/** Another account. */
export const otherAccount = "444455556666";

/** What a service is built from. */
export interface CloudParts {
  readonly clock: CloudClock;
  readonly identities: Identities;
  organizationIdOf(accountId: string): string | undefined;
}

/** The front before one service. It is closed when the test ends. */
export async function frontBefore(serviceOf: (parts: CloudParts) => Service) {
  const time = { now: new Date("2026-11-24T02:00:00Z") };
  const clock = { now: () => time.now };
  const identities = new Identities(clock);
  const parts = { clock, identities, organizationIdOf: () => undefined };
  const callLog = new CallLog();
  const services = [serviceOf(parts)];
  const front = await startFront({ ...parts, services, callLog, interceptors: [] });
  onTestFinished(() => front.close());
  return {
    url: front.url,
    time,
    callLog,
    /** Settings for an SDK client that tries once and signs as the operator of an account. */
    operatorOf: (accountId: string) => clientConfig(front.url, identities.addOperator(accountId)),
    /** Settings for an SDK client that signs as a role of the owner's account with these statements. */
    roleWith: (...statements: unknown[]) => {
      const role = roleRecord(statements);
      identities.addRole(role);
      return clientConfig(front.url, identities.issueSession(role, "test", 3600));
    },
  };
}

function clientConfig(endpoint: string, credentials: Credential) {
  return { endpoint, region: "eu-central-1", credentials: keysOf(credentials), maxAttempts: 1 };
}

/** Without the session's end: it is in the cloud's time, and the SDK would compare it with the real time. */
function keysOf({ accessKeyId, secretAccessKey, sessionToken }: Credential) {
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}

function roleRecord(Statement: unknown[]): RoleRecord {
  return {
    arn: `arn:aws:iam::${ownAccount}:role/worker`,
    accountId: ownAccount,
    name: "worker",
    trustPolicy: { Statement: [] },
    identityPolicies: { inline: { Version: "2012-10-17", Statement } },
    maxSessionSeconds: 3600,
  };
}
