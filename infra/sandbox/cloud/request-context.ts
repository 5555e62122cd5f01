import type { ServiceRequest } from "./service.ts";

/**
 * The condition keys that every request has, whatever its service (IAM user guide, "AWS global condition
 * context keys"). Loopback HTTP stands for TLS: a policy that refuses anything else must let it pass.
 * @param organizationId of the principal's account, where it is a member of an Organization
 */
export function requestContext(
  { principal, region }: Pick<ServiceRequest, "principal" | "region">,
  organizationId: string | undefined,
): Readonly<Record<string, string>> {
  return {
    "aws:PrincipalArn": principal.roleArn ?? principal.arn,
    "aws:PrincipalAccount": principal.accountId,
    ...(organizationId === undefined ? {} : { "aws:PrincipalOrgID": organizationId }),
    "aws:PrincipalType": { root: "Account", user: "User", assumedRole: "AssumedRole" }[principal.kind],
    "aws:PrincipalIsAWSService": "false",
    "aws:ViaAWSService": "false",
    "aws:RequestedRegion": region,
    "aws:SecureTransport": "true",
  };
}
