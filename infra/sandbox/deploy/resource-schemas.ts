import * as z from "zod/mini";

/** A policy document from a template, resolved. Its statements are checked when they are evaluated. */
export const policyDocumentSchema = z.object({
  Version: z.string(),
  Id: z.optional(z.string()),
  Statement: z.array(z.unknown()),
});

/**
 * AWS::IAM::Role. Managed policies are refused: Curfew attaches none, and the embedded cloud holds none. A path
 * is refused because it would change the ARN. A permissions boundary is not evaluated, because its policy is
 * not in the template; it is listed as not modelled.
 */
export const roleSchema = z.object({
  RoleName: z.optional(z.string()),
  Path: z.optional(z.literal("/")),
  ManagedPolicyArns: z.optional(z.never("expected no managed policies")),
  AssumeRolePolicyDocument: policyDocumentSchema,
  MaxSessionDuration: z._default(z.int(), 3600),
  Policies: z._default(
    z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: policyDocumentSchema })),
    [],
  ),
});

/** AWS::IAM::Policy: inline policies that are beside their roles. */
export const policyResourceSchema = z.strictObject({
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
  DeadLetterConfig: z.optional(z.strictObject({ TargetArn: z.string() })),
  LoggingConfig: z.optional(
    z.strictObject({ LogFormat: z._default(z.enum(["JSON", "Text"]), "Text"), LogGroup: z.string() }),
  ),
});

/** AWS::Lambda::Permission. */
export const permissionSchema = z.strictObject({
  FunctionName: z.string(),
  Action: z.string(),
  Principal: z.string(),
  SourceArn: z.optional(z.string()),
  SourceAccount: z.optional(z.string()),
});

/** AWS::Lambda::EventInvokeConfig of the function itself, not of a version or an alias. */
export const eventInvokeConfigSchema = z.object({
  FunctionName: z.string(),
  Qualifier: z.literal("$LATEST"),
  MaximumRetryAttempts: z._default(z.int(), 2),
  DestinationConfig: z.optional(
    z.strictObject({ OnFailure: z.optional(z.strictObject({ Destination: z.string() })) }),
  ),
});

/** AWS::S3::Bucket. */
export const bucketSchema = z.object({ BucketName: z.optional(z.string()) });

/** AWS::Organizations::ResourcePolicy. */
export const delegationPolicySchema = z.object({ Content: policyDocumentSchema });

/** AWS::DynamoDB::GlobalTable. */
export const tableSchema = z.object({
  TableName: z.string(),
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.string() })),
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) })),
  GlobalSecondaryIndexes: z.optional(z.never()),
  TimeToLiveSpecification: z.optional(z.object({ AttributeName: z.string(), Enabled: z.literal(true) })),
});

/** AWS::StepFunctions::StateMachine. */
export const stateMachineSchema = z.object({
  StateMachineName: z.string(),
  StateMachineType: z.literal("STANDARD"),
  RoleArn: z.string(),
  DefinitionS3Location: z.object({ Bucket: z.string(), Key: z.string() }),
  DefinitionSubstitutions: z._default(z.record(z.string(), z.string()), {}),
  LoggingConfiguration: z.optional(z.unknown()),
  TracingConfiguration: z.optional(z.object({ Enabled: z.boolean() })),
});

/** AWS::Scheduler::Schedule. */
export const scheduleSchema = z.object({
  Name: z.string(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string(),
  State: z.enum(["ENABLED", "DISABLED"]),
  Target: z.object({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string(),
    DeadLetterConfig: z.optional(z.strictObject({ Arn: z.string() })),
  }),
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
