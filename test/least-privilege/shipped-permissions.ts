import * as z from "zod/mini";
import { parse } from "../../functions/runtime/parse.ts";
import type { RoleRecord } from "../../infra/sandbox/cloud/identities.ts";
import type { AllowedBy, CallRecord } from "../../infra/sandbox/cloud/service.ts";
import { actionMatches, wildcardPattern } from "../../infra/sandbox/cloud/wildcards.ts";

/** One action on one resource pattern, as one statement of a role's policy allows it. */
export interface Permission {
  readonly role: string;
  readonly policy: string;
  /** Position of the statement in its document. */
  readonly statement: number;
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

/** Every single permission of a role. */
export function permissionsOf({ name: role, identityPolicies }: RoleRecord): Permission[] {
  return Object.entries(identityPolicies).flatMap(([policy, { Statement }]) =>
    (Array.isArray(Statement) ? Statement : [Statement]).flatMap((written, statement) => {
      const { Sid: sid = "", Action, Resource } = parse(statementSchema, written, `policy of ${role}`);
      return listOf(Action).flatMap((action) =>
        listOf(Resource).map((resource) => ({ role, policy, statement, sid, action, resource })),
      );
    }),
  );
}

/** Whether a statement allowed one of the calls by this action and resource pattern. */
export function wasUsed(permission: Permission, allowed: readonly AllowedBy[]): boolean {
  const pattern = wildcardPattern(permission.resource, (name) => {
    throw new Error(`a variable in a resource: ${name}`);
  });
  return allowed.some(
    (call) =>
      call.roleArn.endsWith(`:role/${permission.role}`) &&
      call.policy === permission.policy &&
      call.statement === permission.statement &&
      actionMatches(permission.action, call.action) &&
      pattern.test(call.resource),
  );
}

/**
 * Whether a role needs `s3:ListBucket` without listing: S3 answers 404 for an object that does not exist only to
 * callers that have it (S3 API reference, GetObject).
 */
export function learnedThatObjectIsMissing({ role }: Permission, calls: readonly CallRecord[]): boolean {
  return calls.some(
    ({ service, operation, status, principalArn }) =>
      service === "s3" &&
      operation === "GetObject" &&
      status === 404 &&
      principalArn.includes(`:assumed-role/${role}/`),
  );
}

/** A permission in one line. */
export function textOf({ role, sid, action, resource }: Permission): string {
  return `${role} ${sid}: ${action} on ${resource}`;
}
