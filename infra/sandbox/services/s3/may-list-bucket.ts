import type { AuthorizationAuthority } from "../../cloud/authorize.ts";
import { evaluateIdentity } from "../../cloud/policy-evaluation.ts";
import { requestContext } from "../../cloud/request-context.ts";
import type { S3ServiceProps } from "./s3-service.ts";

/**
 * Evaluates by the caller's policies whether it has `s3:ListBucket`. Operators, who are not evaluated, have it.
 * The keys of a listing, `s3:prefix` for one, are no part of it: the request asks for an object.
 */
export function mayListBucketBy({
  identities,
  organizationIdOf,
}: AuthorizationAuthority): S3ServiceProps["mayListBucket"] {
  return ({ principal, region }, bucketArn) => {
    if (principal.roleArn === undefined) return true;
    const policies = identities.role(principal.roleArn)?.identityPolicies ?? {};
    const context = requestContext({ principal, region }, organizationIdOf(principal.accountId));
    const listing = { action: "s3:ListBucket", resource: bucketArn };
    return evaluateIdentity(policies, principal.sessionPolicy, listing, context).allowed;
  };
}
