import * as z from "zod/mini";
import { AwsError } from "../../cloud/aws-error.ts";
import { readIdentityPolicy } from "../../cloud/policy-document.ts";
import type { QueryCall } from "../../cloud/query-protocol.ts";
import type { PolicyDocument } from "../../cloud/service.ts";
import { queryInput, queryNumber } from "../query-input.ts";

const longestPolicy = 2048;

const schema = z.strictObject({
  RoleArn: z.string().check(z.regex(/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, "is not a role's ARN")),
  RoleSessionName: z
    .string()
    .check(
      z.minLength(2),
      z.maxLength(64),
      z.regex(/^[\w+=,.@-]+$/, "Member must satisfy regular expression pattern: [\\w+=,.@-]*"),
    ),
  DurationSeconds: z.optional(queryNumber(900, 43_200)),
  ExternalId: z.optional(z.string().check(z.minLength(2), z.maxLength(1224), z.regex(/^[\w+=,.@:/-]+$/))),
  Policy: z.optional(
    z
      .string()
      .check(
        z.minLength(1),
        z.maxLength(longestPolicy, `Member must have length less than or equal to ${longestPolicy}`),
      ),
  ),
});

/** An AssumeRole call, read. */
export interface AssumeRoleInput {
  readonly roleArn: string;
  /** The account of the role. */
  readonly accountId: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly externalId?: string;
  readonly sessionPolicy?: PolicyDocument;
  /** How much of what a session policy may take it takes, in percent. */
  readonly packedPolicySize?: number;
}

/**
 * Reads an AssumeRole call (STS API reference, AssumeRole). Session tags, managed session policies, a
 * source identity and MFA are refused: nothing here would act on them.
 * @throws {AwsError} ValidationError, MalformedPolicyDocument
 */
export function assumeRoleInput(query: QueryCall): AssumeRoleInput {
  const { RoleArn, RoleSessionName, DurationSeconds = 3600, ExternalId, Policy } = queryInput(schema, query);
  return {
    roleArn: RoleArn,
    accountId: RoleArn.split(":")[4] ?? "",
    sessionName: RoleSessionName,
    durationSeconds: DurationSeconds,
    ...(ExternalId === undefined ? {} : { externalId: ExternalId }),
    ...(Policy === undefined
      ? {}
      : {
          sessionPolicy: readSessionPolicy(Policy),
          packedPolicySize: Math.ceil((Policy.length / longestPolicy) * 100),
        }),
  };
}

const policyShape = z.looseObject({ Version: z.optional(z.string()), Statement: z.unknown() });

function readSessionPolicy(text: string): PolicyDocument {
  try {
    const document = z.parse(policyShape, JSON.parse(text));
    // Read once here, so that a policy which nobody understands is refused now and not at its first use.
    readIdentityPolicy(document, "Policy");
    return document;
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : "";
    throw new AwsError("MalformedPolicyDocument", `Syntax errors in policy: ${detail}`, 400, { cause });
  }
}
