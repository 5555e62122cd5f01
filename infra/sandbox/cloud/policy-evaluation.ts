import { type ConditionKeys, conditionKeys, conditionsHold, valuesFrom } from "./conditions.ts";
import {
  type IdentityStatement,
  readIdentityPolicy,
  readResourcePolicy,
  readTrustPolicy,
} from "./policy-document.ts";
import type { Authorization, Context, PolicyDocument } from "./service.ts";
import { isTrusted, type TrustedPrincipal } from "./trusted-principal.ts";
import { actionMatches, wildcardPattern } from "./wildcards.ts";

/** What policies say to one action. `reason` is the end of the sentence in which AWS refuses it. */
export type AccessDecision =
  | { readonly allowed: true; readonly allowedBy: StatementRef }
  | { readonly allowed: false; readonly kind: "explicitDeny" | "implicitDeny"; readonly reason: string };

/** A statement by the name of its policy and its position there. */
export interface StatementRef {
  readonly policy: string;
  readonly statement: number;
}

/**
 * Evaluates one action by the identity policies of a role, the policy of its session and the service control policy of
 * its account: a denial anywhere wins, and the first two must allow (IAM user guide, "Policy evaluation logic"). Every
 * statement is read, so that one that is not understood is an error and not overlooked.
 * @param context the condition keys of the request; those of the authorization come on top
 * @param serviceControlPolicy only its denials count: `FullAWSAccess` stays attached beside it
 * @throws if a policy holds anything that is not understood
 */
export function evaluateIdentity(
  identityPolicies: Readonly<Record<string, PolicyDocument>>,
  sessionPolicy: PolicyDocument | undefined,
  authorization: Authorization,
  context: Context,
  serviceControlPolicy?: PolicyDocument,
): AccessDecision {
  const keys = conditionKeys({ ...context, ...authorization.context });
  const organization =
    serviceControlPolicy === undefined
      ? []
      : matching(serviceControlPolicy, "service control policy", authorization, keys);
  if (organization.some(({ effect }) => effect === "Deny")) return explicitDeny("a service control policy");
  const identity = Object.entries(identityPolicies).flatMap(([name, document]) =>
    matching(document, name, authorization, keys),
  );
  const session =
    sessionPolicy === undefined ? undefined : matching(sessionPolicy, "session policy", authorization, keys);
  if (identity.some(({ effect }) => effect === "Deny")) return explicitDeny("an identity-based policy");
  if (session?.some(({ effect }) => effect === "Deny")) return explicitDeny("a session policy");
  const [allowing] = identity;
  if (allowing === undefined) return implicitDeny("identity-based policy", authorization.action);
  if (session?.length === 0) return implicitDeny("session policy", authorization.action);
  return { allowed: true, allowedBy: allowing.ref };
}

/**
 * Evaluates by a role's trust policy whether someone may take an action on the role, `sts:AssumeRole`.
 * @throws if the policy holds anything that is not understood
 */
export function evaluateTrust(
  trustPolicy: PolicyDocument,
  action: string,
  principal: TrustedPrincipal,
  context: Context,
): AccessDecision {
  const name = "trust policy";
  const keys = conditionKeys(context);
  const matches = readTrustPolicy(trustPolicy, name).flatMap((statement, position) => {
    const trusted = isTrusted(statement.Principal, principal);
    const conditionsMet = conditionsHold(statement.Condition, keys);
    const matched = trusted && conditionsMet && namesAction(statement, action);
    return matched ? [{ effect: statement.Effect, ref: { policy: name, statement: position } }] : [];
  });
  if (matches.some(({ effect }) => effect === "Deny")) return explicitDeny("a resource-based policy");
  const [allowing] = matches;
  if (allowing === undefined) return implicitDeny("resource-based policy", action);
  return { allowed: true, allowedBy: allowing.ref };
}

/**
 * Evaluates a resource-based policy for somebody who wants to act on the resource (IAM user guide,
 * "Identity-based policies and resource-based policies").
 * @throws if the policy holds anything that is not understood
 */
export function evaluateResource(
  document: PolicyDocument,
  { action, resource }: Authorization,
  principal: TrustedPrincipal,
  context: Context,
): AccessDecision {
  const name = "resource policy";
  const keys = conditionKeys(context);
  const matches = readResourcePolicy(document, name).flatMap((statement, position) => {
    const trusted = isTrusted(statement.Principal, principal);
    const conditionsMet = conditionsHold(statement.Condition, keys);
    const resourceNamed = namesResource(statement, resource, keys);
    const matched = trusted && conditionsMet && resourceNamed && namesAction(statement, action);
    return matched ? [{ effect: statement.Effect, ref: { policy: name, statement: position } }] : [];
  });
  if (matches.some(({ effect }) => effect === "Deny")) return explicitDeny("a resource-based policy");
  const [allowing] = matches;
  if (allowing === undefined) return implicitDeny("resource-based policy", action);
  return { allowed: true, allowedBy: allowing.ref };
}

function matching(
  document: PolicyDocument,
  policy: string,
  { action, resource }: Authorization,
  keys: ConditionKeys,
) {
  return readIdentityPolicy(document, policy).flatMap((statement, position) => {
    const conditionsMet = conditionsHold(statement.Condition, keys);
    const resourceNamed = namesResource(statement, resource, keys);
    const matched = conditionsMet && resourceNamed && namesAction(statement, action);
    return matched ? [{ effect: statement.Effect, ref: { policy, statement: position } }] : [];
  });
}

function namesAction(
  { Action, NotAction }: Pick<IdentityStatement, "Action" | "NotAction">,
  action: string,
): boolean {
  if (Action !== undefined) return Action.some((pattern) => actionMatches(pattern, action));
  return NotAction !== undefined && !NotAction.some((pattern) => actionMatches(pattern, action));
}

function namesResource(
  { Resource, NotResource }: Pick<IdentityStatement, "Resource" | "NotResource">,
  resource: string,
  keys: ConditionKeys,
): boolean {
  const matches = (pattern: string) => wildcardPattern(pattern, valuesFrom(keys)).test(resource);
  if (Resource !== undefined) return Resource.map(matches).includes(true);
  return NotResource !== undefined && !NotResource.map(matches).includes(true);
}

function explicitDeny(where: string): AccessDecision {
  return { allowed: false, kind: "explicitDeny", reason: `with an explicit deny in ${where}` };
}

function implicitDeny(what: string, action: string): AccessDecision {
  return { allowed: false, kind: "implicitDeny", reason: `because no ${what} allows the ${action} action` };
}
