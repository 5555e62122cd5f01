import * as z from "zod/mini";

/** A policy document as a template holds it, resolved. What stands in its statements is for the evaluation to judge. */
const policyDocumentSchema = z.object({ Version: z.string(), Statement: z.array(z.unknown()) });

/** AWS::IAM::Role. Managed policies are refused: Curfew attaches none, and the embedded cloud holds none. */
export const roleSchema = z.strictObject({
  RoleName: z.optional(z.string()),
  Description: z.optional(z.string()),
  AssumeRolePolicyDocument: policyDocumentSchema,
  MaxSessionDuration: z._default(z.int(), 3600),
  Policies: z._default(
    z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: policyDocumentSchema })),
    [],
  ),
  Tags: z.optional(z.unknown()),
});

/** AWS::IAM::Policy: inline policies that stand beside their roles. */
export const policySchema = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: policyDocumentSchema,
  Roles: z.array(z.string()),
});

/** AWS::Lambda::Function, as far as running it goes. */
export const functionSchema = z.object({
  FunctionName: z.string(),
  Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
  Role: z.string(),
  Handler: z.string(),
  Runtime: z.literal("nodejs24.x"),
  Timeout: z.int(),
  MemorySize: z.int(),
  Environment: z._default(z.object({ Variables: z.record(z.string(), z.string()) }), { Variables: {} }),
});

/** AWS::DynamoDB::GlobalTable. */
export const tableSchema = z.object({
  TableName: z.string(),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) })),
  GlobalSecondaryIndexes: z.optional(z.never()),
});

/** AWS::StepFunctions::StateMachine. */
export const stateMachineSchema = z.object({
  StateMachineName: z.string(),
  StateMachineType: z.literal("STANDARD"),
  RoleArn: z.string(),
  DefinitionS3Location: z.object({ Bucket: z.string(), Key: z.string() }),
  DefinitionSubstitutions: z.record(z.string(), z.string()),
});

/** AWS::Scheduler::Schedule. */
export const scheduleSchema = z.object({
  Name: z.string(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string(),
  State: z.enum(["ENABLED", "DISABLED"]),
  Target: z.object({ Arn: z.string(), RoleArn: z.string(), Input: z.string() }),
});

/** The asset manifest beside a template: which object of the assets bucket is which file of the assembly. */
export const assetManifestSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      source: z.object({ path: z.string() }),
      destinations: z.record(z.string(), z.object({ objectKey: z.string() })),
    }),
  ),
});
