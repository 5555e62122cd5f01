import { AwsError } from "../../cloud/aws-error.ts";
import type { RuleTargetSpec } from "../../cloud/deployment.ts";
import type { Identities } from "../../cloud/identities.ts";
import { evaluateIdentity } from "../../cloud/policy-evaluation.ts";
import type { AsyncInvocations } from "../lambda/async-invocations.ts";
import { roleTrusting } from "../service-role.ts";
import type { Topics } from "../sns/topics.ts";
import type { Queues } from "../sqs/queues.ts";
import type { EventOnBus } from "./bus-event.ts";
import type { DeployedRule, EventBuses } from "./event-buses.ts";

/** Why a target did not take an event, by the codes that a dead-letter queue shows (EventBridge user guide). */
export class TargetFailure extends Error {
  readonly code: string;
  /** Whether EventBridge tries again. */
  readonly isTransient: boolean;

  constructor(code: string, message: string, isTransient = false) {
    super(message);
    this.name = "TargetFailure";
    this.code = code;
    this.isTransient = isTransient;
  }
}

/** Where targets live. */
export interface TargetWorld {
  readonly identities: Identities;
  readonly buses: EventBuses;
  readonly invocations: AsyncInvocations;
  readonly queues: Queues;
  readonly topics: Topics;
}

const service = "events.amazonaws.com";

/** EventBridge, as resource policies and trust policies see it. */
export function eventsPrincipal({ spec, accountId }: DeployedRule) {
  return {
    service,
    context: { "aws:SourceArn": spec.arn, "aws:SourceAccount": accountId, "aws:SecureTransport": "true" },
  };
}

/**
 * Hands an event to one target, once.
 * @param input what the target receives, as JSON text
 * @throws {TargetFailure} if the target refuses it or cannot take it now
 */
export async function sendToTarget(
  world: TargetWorld,
  rule: DeployedRule,
  target: RuleTargetSpec,
  input: string,
  event: EventOnBus,
): Promise<void> {
  const { arn, roleArn } = target;
  const { context } = eventsPrincipal(rule);
  const kind = arn.split(":")[2];
  if (roleArn !== undefined && (kind === "lambda" || kind === "sqs"))
    throw new Error(`the embedded cloud uses no role for the target ${arn}`);
  switch (kind) {
    case "lambda":
      return invokeFunction(world, rule, arn, input);
    case "sns": {
      const refusal = publishingRefusal(world, rule, target);
      if (refusal !== undefined) throw new TargetFailure("NO_PERMISSIONS", refusal);
      world.topics.publish(arn, input);
      return;
    }
    case "sqs":
      if (!world.queues.allows(arn, { principal: { service }, context }))
        throw new TargetFailure("NO_PERMISSIONS", `${service} may not send to ${arn}`);
      world.queues.send(arn, { body: input, attributes: {} });
      return;
    case "events":
      return forward(world, rule, target, event);
    default:
      throw new Error(`the embedded cloud does not deliver events to ${arn}`);
  }
}

/**
 * Why a topic does not take an event. A target with a role is published to in the role's name (EventBridge user guide,
 * "Using resource-based policies"; an older version of the page warns of roles for encrypted topics).
 */
function publishingRefusal(
  { identities, topics }: TargetWorld,
  rule: DeployedRule,
  { arn, roleArn }: RuleTargetSpec,
): string | undefined {
  const principal = eventsPrincipal(rule);
  if (roleArn === undefined) return topics.refusal(arn, principal);
  const role = roleTrusting(identities, roleArn, principal);
  if (role === undefined) return `${service} may not assume ${roleArn}`;
  return topics.refusalOfRole(arn, role, { "aws:SecureTransport": "true" });
}

/** Lambda takes the event for an asynchronous invocation: what the function makes of it is Lambda's business. */
async function invokeFunction(
  { invocations }: TargetWorld,
  rule: DeployedRule,
  arn: string,
  input: string,
): Promise<void> {
  const { context } = eventsPrincipal(rule);
  if (!invocations.allows(arn, service, context))
    throw new TargetFailure(
      "NO_PERMISSIONS",
      `${service} is not authorized to perform: lambda:InvokeFunction on resource: ${arn}`,
    );
  try {
    invocations.accept(arn, input);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const isMissing = error.code === "ResourceNotFoundException";
    throw new TargetFailure(isMissing ? "RESOURCE_NOT_FOUND" : "SDK_CLIENT_ERROR", error.message, !isMissing);
  }
}

/**
 * Another default bus of the account: EventBridge needs a role for it (EventBridge user guide, "Sending events between
 * Regions").
 */
async function forward(
  { identities, buses }: TargetWorld,
  rule: DeployedRule,
  { arn, roleArn }: RuleTargetSpec,
  event: EventOnBus,
): Promise<void> {
  const [, , , region = "", accountId = "", bus] = arn.split(":");
  if (bus !== "event-bus/default" || accountId !== rule.accountId)
    throw new Error(`the embedded cloud forwards events to default buses of the same account only: ${arn}`);
  const role = roleArn === undefined ? undefined : roleTrusting(identities, roleArn, eventsPrincipal(rule));
  const request = { action: "events:PutEvents", resource: arn };
  if (role === undefined || !evaluateIdentity(role.identityPolicies, undefined, request, {}).allowed)
    throw new TargetFailure("NO_PERMISSIONS", `the rule's role does not allow events:PutEvents on ${arn}`);
  buses.put(event, accountId, region);
}
