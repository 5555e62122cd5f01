import { Stack, Validations } from "aws-cdk-lib";
import { PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";
import * as z from "zod/mini";

/** What a role is allowed. */
export interface Permission {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
  /** Why a resource is a pattern and not a name. cdk-nag refuses a pattern without a reason. */
  readonly because?: string;
}

/** Adds a statement to a role's policy, and beside it the reason for each pattern in its resources. */
export function allow(role: Role, { sid, actions, resources, conditions, because }: Permission): void {
  role.addToPolicy(
    new PolicyStatement({
      sid,
      actions: [...actions],
      resources: [...resources],
      ...(conditions === undefined ? {} : { conditions: { ...conditions } }),
    }),
  );
  if (because === undefined) return;
  for (const resource of resources) if (resource.includes("*")) acknowledgeWildcard(role, resource, because);
}

/** Gives the reason for a pattern among the resources of a role (cdk-nag, AwsSolutions-IAM5). */
export function acknowledgeWildcard(role: Role, resource: string, reason: string): void {
  const finding = `Resource::${asFinding(Stack.of(role).resolve(resource))}`;
  Validations.of(role).acknowledge({ id: `AwsSolutions-IAM5[${finding}]`, reason });
}

const joinSchema = z.object({ "Fn::Join": z.tuple([z.literal(""), z.array(z.unknown())]) });
const attributeSchema = z.object({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) });
const referenceSchema = z.object({ Ref: z.string() });

/** A resource as cdk-nag writes it: `<Bucket.Arn>/runs/*`. */
function asFinding(value: unknown): string {
  if (typeof value === "string") return value;
  const join = joinSchema.safeParse(value);
  if (join.success) return join.data["Fn::Join"][1].map(asFinding).join("");
  const attribute = attributeSchema.safeParse(value);
  if (attribute.success) return `<${attribute.data["Fn::GetAtt"].join(".")}>`;
  return `<${referenceSchema.parse(value).Ref}>`;
}
