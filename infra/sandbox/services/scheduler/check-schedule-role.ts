import { AwsError } from "../../cloud/aws-error.ts";
import type { ScheduleSpec } from "../../cloud/deployment.ts";
import type { Identities } from "../../cloud/identities.ts";
import { evaluateIdentity } from "../../cloud/policy-evaluation.ts";
import { roleTrusting } from "../service-role.ts";

/**
 * Checks the role of a schedule in the default group. AWS refuses a schedule whose role EventBridge Scheduler cannot
 * assume, and notices at the first start that the role may not start the target or use the dead-letter queue; here all
 * three stop the deployment (EventBridge Scheduler user guide, "Setting up the execution role", "Prevent confused
 * deputy").
 * @throws {AwsError} ValidationException
 */
export function checkScheduleRole(
  identities: Identities,
  { targetArn, roleArn, deadLetterArn }: ScheduleSpec,
  accountId: string,
  region: string,
): void {
  const [, partition] = targetArn.split(":");
  const role = roleTrusting(identities, roleArn, {
    service: "scheduler.amazonaws.com",
    context: {
      "aws:SourceAccount": accountId,
      "aws:SourceArn": `arn:${partition}:scheduler:${region}:${accountId}:schedule-group/default`,
    },
  });
  if (role === undefined)
    throw refused("The execution role you provide must allow AWS EventBridge Scheduler to assume the role.");
  const needed = [
    { action: "states:StartExecution", resource: targetArn },
    ...(deadLetterArn === undefined ? [] : [{ action: "sqs:SendMessage", resource: deadLetterArn }]),
  ];
  for (const authorization of needed)
    if (!evaluateIdentity(role.identityPolicies, undefined, authorization, {}).allowed)
      throw refused(`${roleArn} does not allow ${authorization.action} on ${authorization.resource}`);
}

function refused(message: string): AwsError {
  return new AwsError("ValidationException", message);
}
