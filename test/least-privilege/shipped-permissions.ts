import * as z from "zod/mini";
import { parse } from "../../functions/runtime/parse.ts";
import type { RoleRecord } from "../../infra/sandbox/cloud/identities.ts";
import type { AllowedBy } from "../../infra/sandbox/cloud/service.ts";
import { actionMatches, wildcardPattern } from "../../infra/sandbox/cloud/wildcards.ts";

/** One action on one resource pattern that a policy of the shipped templates allows. */
export interface Permission {
  readonly role: string;
  readonly sid: string;
  readonly action: string;
  readonly resource: string;
}

const oneOrMore = z.union([z.array(z.string()), z.string()]);
const statementSchema = z.object({
  Sid: z.optional(z.string()),
  Effect: z.literal("Allow"),
  Action: oneOrMore,
  Resource: oneOrMore,
});

const listOf = (value: string | string[]) => (Array.isArray(value) ? value : [value]);

/** Every permission of a role, one by one. */
export function permissionsOf({ name, identityPolicies }: RoleRecord): Permission[] {
  return Object.values(identityPolicies).flatMap(({ Statement }) =>
    (Array.isArray(Statement) ? Statement : [Statement]).flatMap((written) => {
      const { Sid = "", Action, Resource } = parse(statementSchema, written, `policy of ${name}`);
      return listOf(Action).flatMap((action) =>
        listOf(Resource).map((resource) => ({ role: name, sid: Sid, action, resource })),
      );
    }),
  );
}

/** Whether one of the calls needed this permission. */
export function wasUsed({ role, action, resource }: Permission, allowed: readonly AllowedBy[]): boolean {
  const pattern = wildcardPattern(resource, (name) => {
    throw new Error(`a variable in a resource: ${name}`);
  });
  return allowed.some(
    (call) =>
      call.roleArn.endsWith(`:role/${role}`) &&
      actionMatches(action, call.action) &&
      pattern.test(call.resource),
  );
}

/** A permission in one line. */
export function named({ role, sid, action, resource }: Permission): string {
  return `${role} ${sid}: ${action} on ${resource}`;
}
