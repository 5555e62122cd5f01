import * as z from "zod/mini";
import { InvalidInput, parse } from "../../../functions/runtime/parse.ts";
import type { PolicyDocument } from "./service.ts";

/**
 * Reads policy documents strictly: an element that this evaluation does not know, NotPrincipal for
 * instance, is an error, so that no policy is ever misread (IAM user guide, "Grammar of the IAM JSON
 * policy language").
 */

/** A value that may stand without a list around it; as a list already, so that errors name the place. */
const oneOrMore = <Item>(item: z.ZodMiniType<Item>) =>
  z.pipe(
    z.transform((value: unknown): unknown => (Array.isArray(value) ? value : [value])),
    z.readonly(z.array(item).check(z.minLength(1))),
  );

const actions = oneOrMore(
  z.string().check(z.regex(/^(\*|[a-z0-9-]+:[\w*?]+)$/i, "expected service:Action or *")),
);
const resources = oneOrMore(z.string().check(z.regex(/^(\*|arn:[^:]+:.+)$/, "expected an ARN or *")));
const conditionValue = z.pipe(
  z.union([z.string(), z.number(), z.boolean()]),
  z.transform((value: string | number | boolean) => String(value)),
);
const principals = z.union([
  z.literal("*"),
  z.strictObject({ AWS: z.optional(oneOrMore(z.string())), Service: z.optional(oneOrMore(z.string())) }),
]);

const common = {
  Sid: z.optional(z.string().check(z.regex(/^[0-9A-Za-z]*$/, "expected letters and digits only"))),
  Effect: z.enum(["Allow", "Deny"]),
  Action: z.optional(actions),
  NotAction: z.optional(actions),
  /** By operator, then by condition key. */
  Condition: z.optional(z.record(z.string(), z.record(z.string(), oneOrMore(conditionValue)))),
};
const oneAction = z.refine<{ Action?: unknown; NotAction?: unknown }>(
  (statement) => (statement.Action === undefined) !== (statement.NotAction === undefined),
  "expected either Action or NotAction",
);
const oneResource = z.refine<{ Resource?: unknown; NotResource?: unknown }>(
  (statement) => (statement.Resource === undefined) !== (statement.NotResource === undefined),
  "expected either Resource or NotResource",
);
const identityStatement = z
  .strictObject({ ...common, Resource: z.optional(resources), NotResource: z.optional(resources) })
  .check(oneAction, oneResource);
const trustStatement = z.strictObject({ ...common, Principal: principals }).check(oneAction);

const resourceStatement = z
  .strictObject({
    ...common,
    Principal: principals,
    Resource: z.optional(resources),
    NotResource: z.optional(resources),
  })
  .check(oneAction, oneResource);

const documentOf = <Statement>(statement: z.ZodMiniType<Statement>) =>
  z.strictObject({
    Version: z.optional(z.enum(["2008-10-17", "2012-10-17"])),
    Id: z.optional(z.string()),
    Statement: oneOrMore(statement),
  });
const identityDocument = documentOf(identityStatement);
const trustDocument = documentOf(trustStatement);
const resourceDocument = documentOf(resourceStatement);

/** A statement of an identity or session policy. */
export type IdentityStatement = z.infer<typeof identityStatement>;
/** A statement of a role's trust policy. */
export type TrustStatement = z.infer<typeof trustStatement>;
/** A statement of a resource-based policy: of a topic, a queue, a key, a function or the Organization. */
export type ResourceStatement = z.infer<typeof resourceStatement>;

/**
 * Parsed documents by the document they were parsed from, because each call is evaluated by the same few
 * policies. A document is not changed in place; a role gets another one.
 */
const identityPolicies = new WeakMap<PolicyDocument, readonly IdentityStatement[]>();
const trustPolicies = new WeakMap<PolicyDocument, readonly TrustStatement[]>();
const resourcePolicies = new WeakMap<PolicyDocument, readonly ResourceStatement[]>();

/**
 * The statements of an identity policy or a session policy. `name` is in the error.
 * @throws {InvalidInput} if the document holds anything that is not understood
 */
export function readIdentityPolicy(document: PolicyDocument, name: string): readonly IdentityStatement[] {
  return remembered(identityPolicies, document, () => {
    const { Statement, Version } = parse(identityDocument, document, name);
    return refuseOldVariables(Statement, Version, name);
  });
}

/**
 * The statements of a role's trust policy. `name` is in the error.
 * @throws {InvalidInput} if the document holds anything that is not understood
 */
export function readTrustPolicy(document: PolicyDocument, name: string): readonly TrustStatement[] {
  return remembered(trustPolicies, document, () => {
    const { Statement, Version } = parse(trustDocument, document, name);
    return refuseOldVariables(Statement, Version, name);
  });
}

/**
 * The statements of a resource-based policy. `name` is in the error.
 * @throws {InvalidInput} if the document holds anything that is not understood
 */
export function readResourcePolicy(document: PolicyDocument, name: string): readonly ResourceStatement[] {
  return remembered(resourcePolicies, document, () => {
    const { Statement, Version } = parse(resourceDocument, document, name);
    return refuseOldVariables(Statement, Version, name);
  });
}

/** Before version 2012-10-17 a policy knows no variables and takes `${…}` for text, which nobody can mean. */
function refuseOldVariables<Statements>(statements: Statements, version: string | undefined, name: string) {
  if (version !== "2012-10-17" && JSON.stringify(statements).includes("${"))
    throw new InvalidInput(name, ["Statement: policy variables need Version 2012-10-17"]);
  return statements;
}

function remembered<Statements>(
  known: WeakMap<PolicyDocument, Statements>,
  document: PolicyDocument,
  read: () => Statements,
): Statements {
  const found = known.get(document) ?? read();
  known.set(document, found);
  return found;
}
