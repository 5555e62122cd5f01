import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, LoggingFormat, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction, OutputFormat } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type * as z from "zod/mini";
import type { Policy } from "../../functions/domain/policy.ts";

/** What a function of Curfew is made from. */
export interface CurfewFunctionProps<Environment extends z.ZodMiniType> {
  readonly functionName: string;
  /** Module that exports `handler`, from the project's root. */
  readonly entry: string;
  /** Types `environment`: a variable that the function wants and nobody gives fails the type check. */
  readonly environmentSchema: Environment;
  readonly environment: z.input<Environment> & Record<string, string>;
  readonly policy: Policy;
  readonly memoryMb: number;
  /** Whether the function sends mail, and so carries the templates. */
  readonly withTemplates: boolean;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A Lambda function of the house: Node 24 on arm64, its own role, its own log group, policy in the bundle. */
export class CurfewFunction<Environment extends z.ZodMiniType> extends Construct {
  readonly function: NodejsFunction;
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
    this.function = new NodejsFunction(this, "Function", {
      functionName: props.functionName,
      entry: join(root, props.entry),
      projectRoot: root,
      depsLockFilePath: join(root, "package-lock.json"),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memoryMb,
      timeout: Duration.minutes(15),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      role: this.role,
      environment: props.environment,
      bundling: {
        format: OutputFormat.ESM,
        target: "node24",
        minify: true,
        bundleAwsSDK: true,
        mainFields: ["module", "main"],
        // Some dependencies of the SDK are CommonJS and call require for Node's own modules.
        banner: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
        commandHooks: filesBesideTheBundle(props),
      },
    });
  }
}

/**
 * Puts the policy and the templates beside the bundle. They are written here and not by shell commands, so
 * that no value of the settings ever meets a shell; the asset's hash covers them, because it is taken from
 * the output directory.
 */
function filesBesideTheBundle({ policy, withTemplates }: { policy: Policy; withTemplates: boolean }) {
  return {
    beforeBundling: (_input: string, output: string) => {
      mkdirSync(output, { recursive: true });
      writeFileSync(join(output, "policy.json"), JSON.stringify(policy, null, 2));
      if (withTemplates)
        cpSync(join(root, "functions/mail/templates"), join(output, "templates"), { recursive: true });
      return [];
    },
    beforeInstall: () => [],
    afterBundling: () => [],
  };
}
