import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { Account } from "../domain/account.ts";
import { present } from "./aws-errors.ts";
import { clientSettings } from "./client-config.ts";
import { type SessionPurpose, sessionPolicyFor } from "./session-policy.ts";

/** Temporary credentials in a member account. Never logged. */
export interface MemberCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** What it takes to assume the member role of one account. */
export interface MemberRole {
  readonly sts: STSClient;
  readonly partition: string;
  /** With its path, without the leading slash. */
  readonly roleName: string;
}

/** The worker's STS client; the SDK uses the Regional endpoint of the function's own Region. */
export function stsClient(): STSClient {
  return new STSClient(clientSettings);
}

/**
 * Assumes the member role of an account, for 15 minutes, as long as a worker lives. A Lambda's role
 * assuming another is role chaining, which STS refuses beyond one hour (STS API reference, AssumeRole).
 * The session policy narrows the session to what it is for: to reading where the account is in report mode.
 */
export async function assumeMemberRole(
  { sts, partition, roleName }: MemberRole,
  account: Account,
  purpose: SessionPurpose,
  runId: string,
): Promise<MemberCredentials> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:${partition}:iam::${account.id}:role/${roleName}`,
      RoleSessionName: `curfew-${runId}`.slice(0, 64),
      DurationSeconds: 900,
      Policy: JSON.stringify(sessionPolicyFor(purpose, partition, account.id)),
    }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = present(Credentials, "AssumeRole", "Credentials");
  return {
    accessKeyId: present(AccessKeyId, "AssumeRole", "AccessKeyId"),
    secretAccessKey: present(SecretAccessKey, "AssumeRole", "SecretAccessKey"),
    sessionToken: present(SessionToken, "AssumeRole", "SessionToken"),
  };
}
