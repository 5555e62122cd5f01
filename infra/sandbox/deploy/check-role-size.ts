import type { RoleRecord } from "../cloud/identities.ts";

/** IAM quotas, "IAM and STS character limits": white space does not count. */
const longestInlinePolicies = 10_240;
const longestTrustPolicy = 2_048;

/**
 * Refuses a role whose policies are longer than IAM takes.
 * @throws {Error} naming the role
 */
export function checkRoleSize({ name, trustPolicy, identityPolicies }: RoleRecord): void {
  const inline = Object.values(identityPolicies)
    .map(lengthOf)
    .reduce((sum, length) => sum + length, 0);
  if (inline > longestInlinePolicies)
    throw new Error(`${name}: Maximum policy size of ${longestInlinePolicies} bytes exceeded: ${inline}`);
  const trust = lengthOf(trustPolicy);
  if (trust > longestTrustPolicy)
    throw new Error(
      `${name}: Cannot exceed quota for ACLSizePerRole: ${longestTrustPolicy}, and it is ${trust}`,
    );
}

function lengthOf(document: unknown): number {
  return JSON.stringify(document).replace(/\s/g, "").length;
}
