import type { RoleRecord } from "../cloud/identities.ts";
import { policyResourceSchema, roleSchema } from "./resource-schemas.ts";
import type { StackReader } from "./stack-reader.ts";

/** The roles of a stack, each with its inline policies and its separate policy resources. */
export function readRoles(stack: StackReader, accountId: string): RoleRecord[] {
  const policies = stack.all("AWS::IAM::Policy", policyResourceSchema).map(({ properties }) => properties);
  return stack.all("AWS::IAM::Role", roleSchema).map(({ identity, properties }) => {
    const inline = [...properties.Policies, ...policies.filter(({ Roles }) => Roles.includes(identity.ref))];
    return {
      arn: identity.attributes.Arn ?? "",
      accountId,
      name: identity.ref,
      trustPolicy: properties.AssumeRolePolicyDocument,
      identityPolicies: Object.fromEntries(
        inline.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument]),
      ),
      maxSessionSeconds: properties.MaxSessionDuration,
    };
  });
}
