import { IAMClient } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import type { EmbeddedCloud } from "../../infra/sandbox/embedded-cloud.ts";
import { hub } from "./busy-organization.ts";

/** The credentials of a role of the hub account. */
export function signedAs({ identities, url }: EmbeddedCloud, roleName: string) {
  const role = identities.role(`arn:aws:iam::${hub.accountId}:role/${roleName}`);
  if (role === undefined) throw new Error(`the role ${roleName} was not deployed`);
  const { accessKeyId, secretAccessKey, sessionToken = "" } = identities.issueSession(role, "test", 900);
  return { endpoint: url, region: hub.region, credentials: { accessKeyId, secretAccessKey, sessionToken } };
}

/** Which member role to assume. */
export interface WantedSession {
  readonly as: string;
  readonly accountId: string;
  readonly memberRole: string;
  readonly sessionPolicy?: object;
}

/** IAM of a member account in a session of a member role; rejects if STS refuses the role. */
export async function memberSession(
  cloud: EmbeddedCloud,
  { as, accountId, memberRole, sessionPolicy }: WantedSession,
): Promise<IAMClient> {
  const { endpoint, region, credentials } = signedAs(cloud, as);
  const sts = new STSClient({ endpoint, region, credentials });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/${memberRole}`,
      RoleSessionName: "test",
      ...(sessionPolicy === undefined ? {} : { Policy: JSON.stringify(sessionPolicy) }),
    }),
  );
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
  return new IAMClient({
    endpoint,
    region,
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  });
}
