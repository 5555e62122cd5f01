import type { Deployment } from "../cloud/deployment.ts";
import { eventInvokeConfigSchema, functionSchema, permissionSchema } from "./resource-schemas.ts";
import type { StackReader } from "./stack-reader.ts";
import type { Target } from "./template.ts";

type Functions = Pick<Deployment, "functions" | "functionPermissions" | "asyncInvocations">;

/**
 * The Lambda functions of a stack, who may invoke them, and what happens to events that they fail.
 * @throws {Error} for a property that Lambda refuses in the stack's Region
 */
export function readFunctions(stack: StackReader, { partition, region }: Target): Functions {
  const functions = stack.all("AWS::Lambda::Function", functionSchema);
  // The answer that was seen in GovCloud (github.com/aws/aws-cdk, issue 28919).
  if (partition === "aws-us-gov" && functions.some(({ properties }) => properties.LoggingConfig))
    throw new Error(
      `LoggingConfig is not supported in ${region}. Remove LoggingConfig value from your request`,
    );
  /** A permission names its function by name or ARN. */
  const arnOf = (nameOrArn: string) =>
    functions.find(({ identity }) => identity.ref === nameOrArn)?.identity.attributes.Arn ?? nameOrArn;
  return {
    functions: functions.map(({ identity, properties }) => ({
      name: properties.FunctionName,
      arn: identity.attributes.Arn ?? "",
      roleArn: properties.Role,
      codeDirectory: stack.assetPath(properties.Code.S3Key),
      handler: properties.Handler,
      environment: properties.Environment.Variables,
      timeoutSeconds: properties.Timeout,
      memoryMb: properties.MemorySize,
      deadLetterArn: properties.DeadLetterConfig?.TargetArn,
    })),
    functionPermissions: stack.all("AWS::Lambda::Permission", permissionSchema).map(({ properties }) => ({
      functionArn: arnOf(properties.FunctionName),
      action: properties.Action,
      principal: properties.Principal,
      sourceArn: properties.SourceArn,
      sourceAccount: properties.SourceAccount,
    })),
    asyncInvocations: stack
      .all("AWS::Lambda::EventInvokeConfig", eventInvokeConfigSchema)
      .map(({ properties }) => ({
        functionArn: arnOf(properties.FunctionName),
        maximumRetryAttempts: properties.MaximumRetryAttempts,
        onFailureArn: properties.DestinationConfig?.OnFailure?.Destination,
      })),
  };
}
