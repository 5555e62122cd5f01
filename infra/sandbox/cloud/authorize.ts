import type { Identities } from "./identities.ts";
import { evaluateIdentity } from "./policy-evaluation.ts";
import { refusal } from "./refusals.ts";
import { requestContext } from "./request-context.ts";
import type { AllowedBy, Service, ServiceRequest } from "./service.ts";

/** By what a call is evaluated. */
export interface AuthorizationAuthority {
  readonly identities: Identities;
  /** The Organization that an account is a member of. */
  organizationIdOf(accountId: string): string | undefined;
}

/**
 * Evaluates a call by the identity policies that its role has now and the service control policy of its account: AWS
 * reads them at every call and not when the session begins. Operators are not evaluated: they may do everything in their account.
 * @returns what allowed each action; nothing for an operator
 * @throws {AwsError} in the words of the service, for the first action that is not allowed
 */
export function authorize(
  request: ServiceRequest,
  service: Service,
  authority: AuthorizationAuthority,
): readonly AllowedBy[] {
  const { principal } = request;
  const required = service.authorizations(request);
  const { roleArn } = principal;
  if (roleArn === undefined) {
    if (principal.kind === "assumedRole") throw new Error(`the session ${principal.arn} names no role`);
    return [];
  }
  // The sessions of a role that was deleted are left with nothing that allows anything.
  const policies = authority.identities.role(roleArn)?.identityPolicies ?? {};
  const context = requestContext(request, authority.organizationIdOf(principal.accountId));
  const organizationSays = authority.identities.serviceControlPolicy(principal.accountId);
  return required.map((authorization) => {
    const { action, resource } = authorization;
    const decision = evaluateIdentity(
      policies,
      principal.sessionPolicy,
      authorization,
      context,
      organizationSays,
    );
    if (!decision.allowed)
      throw refusal(
        service.name,
        "accessDenied",
        `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} ${decision.reason}`,
      );
    return { action, resource, roleArn, ...decision.allowedBy };
  });
}
