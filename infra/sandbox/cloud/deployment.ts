import type { RoleRecord } from "./identities.ts";
import type { PolicyDocument } from "./service.ts";

/** What a cloud assembly deploys, with every intrinsic resolved: plain data between template and cloud. */
export interface Deployment {
  readonly accountId: string;
  readonly region: string;
  readonly roles: readonly RoleRecord[];
  readonly functions: readonly FunctionSpec[];
  readonly functionPermissions: readonly FunctionPermissionSpec[];
  readonly asyncInvocations: readonly AsyncInvocationSpec[];
  readonly buckets: readonly { readonly name: string }[];
  readonly tables: readonly TableSpec[];
  readonly stateMachines: readonly StateMachineSpec[];
  readonly schedules: readonly ScheduleSpec[];
  readonly rules: readonly RuleSpec[];
  readonly queues: readonly QueueSpec[];
  readonly topics: readonly TopicSpec[];
  readonly keys: readonly KeySpec[];
  readonly configurationSets: readonly string[];
  readonly eventDestinations: readonly EventDestinationSpec[];
  /** The resource-based delegation policy of the Organization, only in the management account. */
  readonly delegationPolicy?: PolicyDocument | undefined;
  readonly outputs: Readonly<Record<string, string>>;
  /** Properties of the template that the embedded cloud does not act on, each with its resource. */
  readonly unmodelled: readonly string[];
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
  /** The queue for events whose asynchronous invocation failed for good. */
  readonly deadLetterArn?: string | undefined;
}

/** A statement of a function's resource-based policy (AWS::Lambda::Permission). */
export interface FunctionPermissionSpec {
  readonly functionArn: string;
  readonly action: string;
  /** A service, an account or an ARN. */
  readonly principal: string;
  readonly sourceArn?: string | undefined;
  readonly sourceAccount?: string | undefined;
}

/** How Lambda treats asynchronous invocations of a function (AWS::Lambda::EventInvokeConfig). */
export interface AsyncInvocationSpec {
  readonly functionArn: string;
  readonly maximumRetryAttempts: number;
  readonly onFailureArn?: string | undefined;
}

/** A DynamoDB table, on demand. */
export interface TableSpec {
  readonly name: string;
  readonly keySchema: readonly { readonly name: string; readonly type: "HASH" | "RANGE" }[];
  readonly attributes: readonly { readonly name: string; readonly type: string }[];
  /** The attribute after whose time DynamoDB deletes an item. */
  readonly ttlAttribute?: string | undefined;
}

/** A Step Functions state machine; the definition's substitutions are made. */
export interface StateMachineSpec {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly definition: string;
  /** Whether it writes a log, for which its role needs permissions. */
  readonly logs?: boolean;
  /** Whether it sends traces to X-Ray, for which its role needs permissions. */
  readonly traces?: boolean;
}

/** An EventBridge schedule. */
export interface ScheduleSpec {
  readonly name: string;
  readonly targetArn: string;
  readonly roleArn: string;
  /** The queue for starts that failed for good. */
  readonly deadLetterArn?: string | undefined;
  readonly input: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly enabled: boolean;
}

/** A rule on the default event bus. */
export interface RuleSpec {
  readonly name: string;
  readonly arn: string;
  readonly enabled: boolean;
  /** As the template holds it; the operators in it are checked when the rule is created. */
  readonly pattern: unknown;
  readonly targets: readonly RuleTargetSpec[];
}

/** Where a rule sends the events that match. */
export interface RuleTargetSpec {
  readonly id: string;
  readonly arn: string;
  /** The role that EventBridge assumes: needed for another event bus, possible for a topic. */
  readonly roleArn?: string | undefined;
  /** A constant that replaces the event, as JSON text. */
  readonly input?: string | undefined;
  readonly inputTransformer?: InputTransformerSpec | undefined;
  readonly deadLetterArn?: string | undefined;
  readonly maximumRetryAttempts: number;
}

/** How a target's input is made from an event. */
export interface InputTransformerSpec {
  readonly paths: Readonly<Record<string, string>>;
  readonly template: string;
}

/** An SQS queue. Only dead-letter queues are modelled: messages arrive, and tests look at them. */
export interface QueueSpec {
  readonly name: string;
  readonly arn: string;
  readonly policies: readonly PolicyDocument[];
}

/** An SNS topic. */
export interface TopicSpec {
  readonly name: string;
  readonly arn: string;
  readonly policies: readonly PolicyDocument[];
  /** The customer managed key that encrypts it. */
  readonly keyArn?: string | undefined;
}

/** A KMS key, as far as its policy lets others use it. */
export interface KeySpec {
  readonly arn: string;
  readonly policy: PolicyDocument;
}

/** Where the events of an SES configuration set go. */
export interface EventDestinationSpec {
  readonly configurationSet: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly matchingEventTypes: readonly string[];
  readonly eventBusArn: string;
}
