import { IAMClient } from "@aws-sdk/client-iam";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { onTestFinished } from "vitest";
import { CallLog } from "../../../../infra/sandbox/cloud/call-log.ts";
import { type FrontOptions, startFront } from "../../../../infra/sandbox/cloud/front.ts";
import { Identities, type RoleRecord } from "../../../../infra/sandbox/cloud/identities.ts";
import { StubS3, stubIam, stubOrganizations, stubSts } from "./stub-services.ts";

/** The credentials of a client. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export const account = "111122223333";

/** A role of the account with one policy called `inline`, or none if there are no statements. */
export function roleWith(...Statement: unknown[]): RoleRecord {
  return {
    arn: `arn:aws:iam::${account}:role/worker`,
    accountId: account,
    name: "worker",
    trustPolicy: { Statement: [] },
    identityPolicies: Statement.length === 0 ? {} : { inline: { Version: "2012-10-17", Statement } },
    maxSessionSeconds: 3600,
  };
}

/** A front before stub services, with an operator. It is closed when the test ends. */
export async function startStubFront(options: Partial<FrontOptions> = {}) {
  const time = { now: new Date("2026-11-24T02:00:00Z") };
  const clock = { now: () => time.now };
  const identities = new Identities(clock);
  const callLog = new CallLog();
  const s3 = new StubS3();
  const front = await startFront({
    services: [stubSts, stubIam, stubOrganizations, s3],
    identities,
    clock,
    organizationIdOf: (id) => (id === account ? "o-a1b2c3d4e5" : undefined),
    callLog,
    interceptors: [],
    ...options,
  });
  onTestFinished(() => front.close());
  return { front, url: front.url, time, identities, callLog, s3, operator: identities.addOperator(account) };
}

/** Clients that try once and talk to the front. */
export function clientsOf(url: string, credentials: Keys, more: { systemClockOffset?: number } = {}) {
  const config = { endpoint: url, region: "eu-central-1", credentials, maxAttempts: 1, ...more };
  return {
    sts: new STSClient(config),
    iam: new IAMClient(config),
    organizations: new OrganizationsClient(config),
    s3: new S3Client(config),
  };
}
