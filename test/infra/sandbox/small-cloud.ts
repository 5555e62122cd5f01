import { onTestFinished } from "vitest";
import type { Deployment } from "../../../infra/sandbox/cloud/deployment.ts";
import type { RoleRecord } from "../../../infra/sandbox/cloud/identities.ts";
import { type EmbeddedCloudProps, startEmbeddedCloud } from "../../../infra/sandbox/embedded-cloud.ts";

export const managementAccount = "100000000001";
export const hubAccount = "111122223333";
export const region = "eu-central-1";

/** A clock that a test moves. */
export class HandClock {
  #now = new Date("2026-11-24T02:00:00Z");

  now(): Date {
    return this.#now;
  }

  forward(milliseconds: number): void {
    this.#now = new Date(this.#now.getTime() + milliseconds);
  }
}

/** An embedded cloud of two accounts. It is closed when the test ends. */
export async function smallCloud(props: Partial<EmbeddedCloudProps> = {}) {
  const clock = new HandClock();
  const account = (id: string) =>
    ({ id, name: id, parentId: "r-test", state: "ACTIVE", joinedAt: new Date("2024-01-01") }) as const;
  const cloud = await startEmbeddedCloud({
    clock,
    organization: {
      id: "o-test123456",
      rootId: "r-test",
      managementAccountId: managementAccount,
      delegatedAdministrators: [],
      organizationalUnits: [],
      accounts: [account(managementAccount), account(hubAccount)],
    },
    retryScale: 0.0001,
    ...props,
  });
  onTestFinished(() => cloud.close());
  return { cloud, clock };
}

/** A deployment into the hub account with only the resources that a test adds. */
export function deploymentWith(parts: Partial<Deployment>): Deployment {
  return {
    accountId: hubAccount,
    region,
    roles: [],
    functions: [],
    functionPermissions: [],
    asyncInvocations: [],
    buckets: [],
    tables: [],
    stateMachines: [],
    schedules: [],
    rules: [],
    queues: [],
    topics: [],
    keys: [],
    configurationSets: [],
    eventDestinations: [],
    outputs: {},
    unmodelled: [],
    ...parts,
  };
}

/** A role of the hub account that a service may assume. */
export function roleOf(name: string, service: string, ...statements: unknown[]): RoleRecord {
  return {
    arn: `arn:aws:iam::${hubAccount}:role/${name}`,
    accountId: hubAccount,
    name,
    trustPolicy: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }],
    },
    identityPolicies: statements.length === 0 ? {} : { inline: policyOf(...statements) },
    maxSessionSeconds: 3600,
  };
}

/** A resource policy with these statements. */
export function policyOf(...Statement: unknown[]) {
  return { Version: "2012-10-17", Statement };
}

/** An ARN in the hub account. */
export function arnOf(service: string, resource: string, inRegion = region): string {
  return `arn:aws:${service}:${inRegion}:${hubAccount}:${resource}`;
}
