import { type AssumeRoleCommandOutput, STSClient } from "@aws-sdk/client-sts";
import { AccountRegions } from "../../../../../infra/sandbox/cloud/account-regions.ts";
import { CallLog } from "../../../../../infra/sandbox/cloud/call-log.ts";
import { type Front, startFront } from "../../../../../infra/sandbox/cloud/front.ts";
import {
  type Credential,
  Identities,
  type RoleRecord,
} from "../../../../../infra/sandbox/cloud/identities.ts";
import { IamAccounts } from "../../../../../infra/sandbox/services/iam/iam-accounts.ts";
import { iamService } from "../../../../../infra/sandbox/services/iam/iam-service.ts";
import { stsService } from "../../../../../infra/sandbox/services/sts/sts-service.ts";
import { handClock } from "../../../../support/direct-handler.ts";

export const hub = "111122223333";
export const member = "444455556666";
/** In another Organization. */
export const outside = "777788889999";
const workerArn = `arn:aws:iam::${hub}:role/curfew-worker`;
export const memberRoleArn = `arn:aws:iam::${member}:role/security/curfew-member`;

/** A hub and a member account behind a front, with the real STS and IAM of the sandbox. */
export async function startHubAndMember() {
  const clock = handClock();
  const identities = new Identities(clock);
  const states = new Map<string, string>();
  const organizationIdOf = (accountId: string) => (accountId === outside ? "o-anotherorg1" : "o-exampleorg1");
  const regions = new AccountRegions();
  const refusing = new Set<string>();
  const world = {
    identities,
    organizationIdOf,
    accountState: (accountId: string) => states.get(accountId),
    isRegionEnabled: (accountId: string, region: string) => regions.isEnabled(accountId, region),
    refusesRoles: (accountId: string) => refusing.has(accountId),
  };
  const front: Front = await startFront({
    services: [stsService(world), iamService(new IamAccounts(clock))],
    identities,
    clock,
    organizationIdOf,
    callLog: new CallLog(),
    interceptors: [],
  });
  const settings = ({ accessKeyId, secretAccessKey, sessionToken }: Keys) => ({
    endpoint: front.url,
    region: "eu-central-1",
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
  });
  return {
    clock,
    identities,
    /** An account in Organizations. */
    states,
    regions,
    /** Accounts whose roles can no longer be assumed. */
    refusing,
    settings,
    workerSts: (role = worker({}), region = "eu-central-1") =>
      new STSClient({ ...settings(identities.issueSession(role, "curfew-run", 900)), region }),
    close: () => front.close(),
  };
}

/** The credentials of a client. */
type Keys = Pick<Credential, "accessKeyId" | "secretAccessKey" | "sessionToken">;

/** The credentials of an answer of AssumeRole. */
export function keysOf(answer: AssumeRoleCommandOutput): Keys {
  const { AccessKeyId, SecretAccessKey, SessionToken } = answer.Credentials ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined)
    throw new Error("AssumeRole answered without credentials");
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

/** The hub's worker, as the stack creates it. It may assume member roles inside the Organization. */
export function worker({ accountId = hub }): RoleRecord {
  return {
    arn: `arn:aws:iam::${accountId}:role/curfew-worker`,
    accountId,
    name: "curfew-worker",
    trustPolicy: { Version: "2012-10-17", Statement: [] },
    identityPolicies: {
      assume: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Action: "sts:AssumeRole",
            Resource: "arn:aws:iam::*:role/security/curfew-member",
            Condition: { StringEquals: { "aws:ResourceOrgID": "o-exampleorg1" } },
          },
        ],
      },
    },
    maxSessionSeconds: 3600,
  };
}

/** The member role. It trusts only the hub's worker. */
export function memberRole({ accountId = member, externalId = "", maxSessionSeconds = 3600 }): RoleRecord {
  return {
    arn: `arn:aws:iam::${accountId}:role/security/curfew-member`,
    accountId,
    name: "curfew-member",
    trustPolicy: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "sts:AssumeRole",
          Principal: { AWS: `arn:aws:iam::${hub}:root` },
          Condition: {
            ArnEquals: { "aws:PrincipalArn": workerArn },
            StringEquals: {
              "aws:PrincipalOrgID": "o-exampleorg1",
              ...(externalId === "" ? {} : { "sts:ExternalId": externalId }),
            },
          },
        },
      ],
    },
    identityPolicies: {
      curfew: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "iam:ListUsers", Resource: "*" }],
      },
    },
    maxSessionSeconds,
  };
}
