import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type * as z from "zod/mini";
import { parse } from "../../../functions/runtime/parse.ts";
import type { Deployment } from "../cloud/deployment.ts";
import type { RoleRecord } from "../cloud/identities.ts";
import { resolve, type Scope } from "./resolve.ts";
import { identify, type ResourceIdentity } from "./resource-identity.ts";
import {
  assetManifestSchema,
  functionSchema,
  policySchema,
  roleSchema,
  scheduleSchema,
  stateMachineSchema,
  tableSchema,
} from "./resource-schemas.ts";
import { type Target, templateSchema } from "./template.ts";

/**
 * Reads one stack of a cloud assembly as the plain data that the embedded cloud deploys. Nothing is taken
 * from the CDK's own objects: what counts is what `cdk deploy` would send.
 * @param assembly directory that `cdk synth` wrote
 * @throws {Error} naming what it cannot deploy
 */
export function readDeployment(assembly: string, target: Target): Deployment {
  const template = parse(
    templateSchema,
    readJson(join(assembly, `${target.stackName}.template.json`)),
    target.stackName,
  );
  const identities = new Map<string, ResourceIdentity>();
  for (const [logicalId, { Type, Properties }] of Object.entries(template.Resources))
    identities.set(logicalId, identify(logicalId, Type, Properties, target));
  const scope: Scope = { target, resources: identities };
  const assets = assetPaths(assembly, target.stackName);

  const all = <Output>(type: string, schema: z.ZodMiniType<Output>) =>
    Object.entries(template.Resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, { Properties }]) => ({
        identity: identityOf(logicalId, identities),
        properties: parse(schema, resolve(Properties, scope), logicalId),
      }));

  const policies = all("AWS::IAM::Policy", policySchema).map(({ properties }) => properties);
  return {
    accountId: target.accountId,
    region: target.region,
    roles: all("AWS::IAM::Role", roleSchema).map(({ identity, properties }): RoleRecord => {
      const inline = [
        ...properties.Policies,
        ...policies.filter(({ Roles }) => Roles.includes(identity.ref)),
      ];
      return {
        arn: identity.attributes.Arn ?? "",
        accountId: target.accountId,
        name: identity.ref,
        trustPolicy: properties.AssumeRolePolicyDocument,
        identityPolicies: Object.fromEntries(
          inline.map(({ PolicyName, PolicyDocument }) => [PolicyName, PolicyDocument]),
        ),
        maxSessionSeconds: properties.MaxSessionDuration,
      };
    }),
    functions: all("AWS::Lambda::Function", functionSchema).map(({ identity, properties }) => ({
      name: properties.FunctionName,
      arn: identity.attributes.Arn ?? "",
      roleArn: properties.Role,
      codeDirectory: assetPath(properties.Code.S3Key, assets),
      handler: properties.Handler,
      environment: properties.Environment.Variables,
      timeoutSeconds: properties.Timeout,
      memoryMb: properties.MemorySize,
    })),
    buckets: [...identities.entries()]
      .filter(([logicalId]) => template.Resources[logicalId]?.Type === "AWS::S3::Bucket")
      .map(([, { ref }]) => ({ name: ref })),
    tables: all("AWS::DynamoDB::GlobalTable", tableSchema).map(({ properties }) => ({
      name: properties.TableName,
      keySchema: properties.KeySchema.map(({ AttributeName, KeyType }) => ({
        name: AttributeName,
        type: KeyType,
      })),
      attributes: properties.AttributeDefinitions.map(({ AttributeName, AttributeType }) => ({
        name: AttributeName,
        type: AttributeType,
      })),
    })),
    stateMachines: all("AWS::StepFunctions::StateMachine", stateMachineSchema).map(
      ({ identity, properties }) => ({
        name: properties.StateMachineName,
        arn: identity.ref,
        roleArn: properties.RoleArn,
        definition: substitute(
          readFileSync(assetPath(properties.DefinitionS3Location.Key, assets), "utf8"),
          properties.DefinitionSubstitutions,
        ),
      }),
    ),
    schedules: all("AWS::Scheduler::Schedule", scheduleSchema).map(({ properties }) => ({
      name: properties.Name,
      targetArn: properties.Target.Arn,
      roleArn: properties.Target.RoleArn,
      input: properties.Target.Input,
      expression: properties.ScheduleExpression,
      timeZone: properties.ScheduleExpressionTimezone,
      enabled: properties.State === "ENABLED",
    })),
    outputs: Object.fromEntries(
      Object.entries(template.Outputs).map(([name, { Value }]) => [name, String(resolve(Value, scope))]),
    ),
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

function assetPaths(assembly: string, stackName: string): Map<string, string> {
  const manifest = join(assembly, `${stackName}.assets.json`);
  if (!existsSync(manifest)) return new Map();
  const { files } = parse(assetManifestSchema, readJson(manifest), manifest);
  return new Map(
    Object.values(files).flatMap(({ source, destinations }) =>
      Object.values(destinations).map(({ objectKey }) => [objectKey, join(assembly, source.path)] as const),
    ),
  );
}

function assetPath(objectKey: string, assets: ReadonlyMap<string, string>): string {
  const path = assets.get(objectKey);
  if (path === undefined) throw new Error(`no asset of the assembly is published as ${objectKey}`);
  return path;
}

function identityOf(logicalId: string, identities: ReadonlyMap<string, ResourceIdentity>): ResourceIdentity {
  const identity = identities.get(logicalId);
  if (identity === undefined) throw new Error(`${logicalId} has no identity`);
  return identity;
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
