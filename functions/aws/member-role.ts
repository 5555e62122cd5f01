import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { present } from "./aws-errors.ts";
import { clientSettings } from "./client-config.ts";
import { type SessionPurpose, sessionPolicyFor } from "./session-policy.ts";

/** Temporary credentials in a member account. Never logged. */
export interface MemberCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** A member role, and what its sessions are for. */
export interface MemberRole {
  readonly sts: STSClient;
  readonly partition: string;
  /** With its path, without the leading slash. */
  readonly roleName: string;
  readonly purpose: SessionPurpose;
}

/**
 * The STS client of one Region. The SDK uses that Region's endpoint, which issues credentials only for accounts in
 * which the Region is enabled (IAM user guide, id_credentials_temp_enable-regions). A hub in an opt-in Region
 * therefore names another Region here.
 */
export function stsClient(region: string): STSClient {
  return new STSClient({ ...clientSettings, region });
}

/**
 * Assumes a member role for 15 minutes, which is the longest that a function runs and the shortest that STS accepts. A
 * Lambda role that assumes another role is role chaining, which STS limits to one hour (STS API reference, AssumeRole).
 * @throws STS's error: AccessDenied, RegionDisabledException, …
 */
export async function assumeMemberRole(
  { sts, partition, roleName, purpose }: MemberRole,
  accountId: string,
  runId: string,
): Promise<MemberCredentials> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:${partition}:iam::${accountId}:role/${roleName}`,
      RoleSessionName: `curfew-${runId}`.slice(0, 64),
      DurationSeconds: 900,
      Policy: JSON.stringify(sessionPolicyFor(purpose, partition, accountId)),
    }),
  );
  const { AccessKeyId, SecretAccessKey, SessionToken } = present(Credentials, "AssumeRole", "Credentials");
  return {
    accessKeyId: present(AccessKeyId, "AssumeRole", "AccessKeyId"),
    secretAccessKey: present(SecretAccessKey, "AssumeRole", "SecretAccessKey"),
    sessionToken: present(SessionToken, "AssumeRole", "SessionToken"),
  };
}
