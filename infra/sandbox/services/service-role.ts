import type { Credential, Identities, RoleRecord } from "../cloud/identities.ts";
import { evaluateTrust } from "../cloud/policy-evaluation.ts";

/** An AWS service that takes on a role for what it runs, and the condition keys that it sends along. */
export interface ServicePrincipal {
  /** `lambda.amazonaws.com`. */
  readonly service: string;
  readonly context: Readonly<Record<string, string>>;
}

/**
 * The role, where it exists and its trust policy trusts the service to assume it; a role that is missing
 * and one that does not trust look alike, as on AWS (IAM user guide, "Roles terms and concepts").
 */
export function roleTrusting(
  identities: Identities,
  roleArn: string,
  { service, context }: ServicePrincipal,
): RoleRecord | undefined {
  const role = identities.role(roleArn);
  if (role === undefined) return undefined;
  return evaluateTrust(role.trustPolicy, "sts:AssumeRole", { service }, context).allowed ? role : undefined;
}

/** A session of the role in the hands of the service, or nothing where the service may not assume it. */
export function assumeServiceRole(
  identities: Identities,
  roleArn: string,
  principal: ServicePrincipal,
  session: { readonly name: string; readonly durationSeconds: number },
): Credential | undefined {
  const role = roleTrusting(identities, roleArn, principal);
  return role && identities.issueSession(role, session.name, session.durationSeconds);
}
