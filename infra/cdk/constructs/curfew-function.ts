import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import { hasLambdaLogFormats } from "../regions.ts";
import { acknowledgeWildcard, allow, type Permission } from "./allow.ts";
import { type FunctionBundle, withFunctionBundle } from "./function-bundle.ts";
import type { VariableName } from "./function-environment.ts";

/** The variables in the zod schema of a function's environment. */
export interface EnvironmentSchema {
  readonly shape: Readonly<Partial<Record<VariableName, unknown>>>;
}

/** What a function of Curfew is made from. */
export interface CurfewFunctionProps extends FunctionBundle {
  /** The function's name, and its execution role's. */
  readonly functionName: string;
  /** Names the variables that the function reads. */
  readonly environmentSchema: EnvironmentSchema;
  readonly environment: Readonly<Record<VariableName, string>>;
  readonly memoryMb: number;
  readonly permissions: readonly Permission[];
}

/** A Lambda function of Curfew: Node 24 on arm64, an execution role and a log group of its own. */
export class CurfewFunction extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: CurfewFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, "Logs", {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Without a condition on the source account: Lambda's developer guide names none for execution roles, and only
    // this account's principals can pass the role.
    this.role = new Role(this, "Role", {
      roleName: props.functionName,
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    });
    // Not AWSLambdaBasicExecutionRole: that may write to every log group of the account.
    this.logGroup.grantWrite(this.role);
    acknowledgeWildcard(this.role, "*", "X-Ray has no resources (Service Authorization Reference, X-Ray).");
    for (const permission of props.permissions) allow(this.role, permission);
    // Elsewhere Lambda refuses any LoggingConfig. The group has the name of the one that Lambda then writes to.
    const logging = hasLambdaLogFormats(Stack.of(this).region)
      ? { loggingFormat: LoggingFormat.JSON, logGroup: this.logGroup }
      : {};
    const create = (code: Code) =>
      new LambdaFunction(this, "Function", {
        functionName: props.functionName,
        code,
        handler: "index.handler",
        runtime: Runtime.NODEJS_24_X,
        architecture: Architecture.ARM_64,
        memorySize: props.memoryMb,
        timeout: Duration.minutes(15),
        tracing: Tracing.ACTIVE,
        ...logging,
        role: this.role,
        environment: variablesOf(props),
      });
    // The context `aws:cdk:bundling-stacks` names the stacks whose code is bundled; without it all are.
    this.function = Stack.of(this).bundlingRequired
      ? withFunctionBundle(props, (directory) => create(Code.fromAsset(directory)))
      : create(Code.fromInline('throw new Error("synthesized without its code");'));
    this.function.node.addDependency(this.logGroup);
  }
}

function variablesOf({ environment, environmentSchema }: CurfewFunctionProps): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => name in environmentSchema.shape));
}
