import type { RoleRecord } from "./identities.ts";

/** What a cloud assembly deploys, with every intrinsic resolved: plain data between template and cloud. */
export interface Deployment {
  readonly accountId: string;
  readonly region: string;
  readonly roles: readonly RoleRecord[];
  readonly functions: readonly FunctionSpec[];
  readonly buckets: readonly { readonly name: string }[];
  readonly tables: readonly TableSpec[];
  readonly stateMachines: readonly StateMachineSpec[];
  readonly schedules: readonly ScheduleSpec[];
  readonly outputs: Readonly<Record<string, string>>;
}

/** A Lambda function. */
export interface FunctionSpec {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** Directory with the bundle, as the assembly holds it. */
  readonly codeDirectory: string;
  /** `index.handler`. */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
}

/** A DynamoDB table, on demand. */
export interface TableSpec {
  readonly name: string;
  readonly keySchema: readonly { readonly name: string; readonly type: "HASH" | "RANGE" }[];
  readonly attributes: readonly { readonly name: string; readonly type: string }[];
}

/** A Step Functions state machine; the definition's substitutions are made. */
export interface StateMachineSpec {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly definition: string;
}

/** An EventBridge schedule. */
export interface ScheduleSpec {
  readonly name: string;
  readonly targetArn: string;
  readonly roleArn: string;
  readonly input: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly enabled: boolean;
}
