import { readFileSync } from "node:fs";
import type { Deployment } from "../cloud/deployment.ts";
import { readFunctions } from "./read-functions.ts";
import { readMessaging } from "./read-messaging.ts";
import { readRoles } from "./read-roles.ts";
import {
  bucketSchema,
  delegationPolicySchema,
  scheduleSchema,
  stateMachineSchema,
  tableSchema,
} from "./resource-schemas.ts";
import { StackReader } from "./stack-reader.ts";
import type { Target } from "./template.ts";

/**
 * Reads one stack of a cloud assembly as the plain data that the embedded cloud deploys. Nothing is taken
 * from the CDK's own objects: what counts is what `cdk deploy` would send.
 * @param assembly directory that `cdk synth` wrote
 * @throws {Error} naming what it cannot deploy
 */
export function readDeployment(assembly: string, target: Target): Deployment {
  const stack = new StackReader(assembly, target);
  return {
    accountId: target.accountId,
    region: target.region,
    roles: readRoles(stack, target.accountId),
    ...readFunctions(stack, target),
    ...readMessaging(stack),
    buckets: stack.all("AWS::S3::Bucket", bucketSchema).map(({ identity }) => ({ name: identity.ref })),
    tables: stack.all("AWS::DynamoDB::GlobalTable", tableSchema).map(({ properties }) => ({
      name: properties.TableName,
      keySchema: properties.KeySchema.map(({ AttributeName, KeyType }) => ({
        name: AttributeName,
        type: KeyType,
      })),
      attributes: properties.AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({
        name: AttributeName,
        type: AttributeType,
      })),
      ttlAttribute: properties.TimeToLiveSpecification?.AttributeName,
    })),
    stateMachines: stack
      .all("AWS::StepFunctions::StateMachine", stateMachineSchema)
      .map(({ identity, properties }) => ({
        name: properties.StateMachineName,
        arn: identity.ref,
        roleArn: properties.RoleArn,
        definition: substitute(
          readFileSync(stack.assetPath(properties.DefinitionS3Location.Key), "utf8"),
          properties.DefinitionSubstitutions,
        ),
        logs: properties.LoggingConfiguration !== undefined,
        traces: properties.TracingConfiguration?.Enabled ?? false,
      })),
    schedules: stack.all("AWS::Scheduler::Schedule", scheduleSchema).map(({ properties }) => ({
      name: properties.Name,
      targetArn: properties.Target.Arn,
      roleArn: properties.Target.RoleArn,
      deadLetterArn: properties.Target.DeadLetterConfig?.Arn,
      input: properties.Target.Input,
      expression: properties.ScheduleExpression,
      timeZone: properties.ScheduleExpressionTimezone,
      enabled: properties.State === "ENABLED",
    })),
    delegationPolicy: stack.all("AWS::Organizations::ResourcePolicy", delegationPolicySchema)[0]?.properties
      .Content,
    outputs: stack.outputs(),
    // Last, because it reports what was read by then.
    unmodelled: stack.unmodelled(),
  };
}

/**
 * Puts the substitutions into a definition. A placeholder that nothing fills stays as text in the state
 * machine on AWS and fails there at run time; here it is an error at once.
 */
function substitute(definition: string, substitutions: Readonly<Record<string, string>>): string {
  return definition.replace(/\$\{([A-Za-z0-9_]+)\}/g, (_, name: string) => {
    const value = substitutions[name];
    if (value === undefined) throw new Error(`the definition's \${${name}} has no substitution`);
    return value;
  });
}
