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
import type * as z from "zod/mini";
import { acknowledgeWildcard } from "./allow.ts";
import { type FunctionBundle, withFunctionBundle } from "./function-bundle.ts";

/** What a function of Curfew is made from. */
export interface CurfewFunctionProps<Environment extends z.ZodMiniType> extends FunctionBundle {
  readonly functionName: string;
  /** Types `environment`: a variable that the function wants and nobody gives fails the type check. */
  readonly environmentSchema: Environment;
  readonly environment: z.input<Environment> & Record<string, string>;
  readonly memoryMb: number;
}

/** A Lambda function of the house: Node 24 on arm64, its own role, its own log group, policy in the bundle. */
export class CurfewFunction<Environment extends z.ZodMiniType> extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: CurfewFunctionProps<Environment>) {
    super(scope, id);
    const logGroup = new LogGroup(this, "Logs", {
      logGroupName: `/aws/lambda/${props.functionName}`,
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, "Role", {
      roleName: props.functionName,
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
    });
    // Not AWSLambdaBasicExecutionRole: that may write to every log group of the account.
    logGroup.grantWrite(this.role);
    acknowledgeWildcard(this.role, "*", "X-Ray knows no resources (Service Authorization Reference, X-Ray).");
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
        loggingFormat: LoggingFormat.JSON,
        logGroup,
        role: this.role,
        environment: props.environment,
      });
    // The context `aws:cdk:bundling-stacks` names the stacks whose code is wanted; without it all are.
    this.function = Stack.of(this).bundlingRequired
      ? withFunctionBundle(props, (directory) => create(Code.fromAsset(directory)))
      : create(Code.fromInline('throw new Error("synthesized without its code");'));
  }
}
