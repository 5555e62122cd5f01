import { expect, it } from "vitest";
import { arnOf, deploymentWith, hubAccount, policyOf, roleOf, smallCloud } from "../../small-cloud.ts";

const targetArn = arnOf("states", "stateMachine:curfew");
const deadLetterArn = arnOf("sqs", "curfew-dead-letters");
const allow = (Action: string, Resource: string) => ({ Effect: "Allow", Action, Resource });
const mayStart = allow("states:StartExecution", targetArn);
const maySend = allow("sqs:SendMessage", deadLetterArn);
const service = "scheduler.amazonaws.com";
const role = roleOf("starter", service, mayStart, maySend);

/** Deploys a schedule with this role. */
async function deploySchedule(starter = role) {
  const { cloud } = await smallCloud();
  const schedule = {
    name: "curfew-daily",
    targetArn,
    roleArn: starter.arn,
    deadLetterArn,
    input: "{}",
    expression: "cron(0 9 * * ? *)",
    timeZone: "UTC",
    enabled: true,
  };
  await cloud.deploy(deploymentWith({ roles: [starter], schedules: [schedule] }));
}

const trusted = (sourceArn: string) =>
  policyOf({
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:SourceAccount": hubAccount, "aws:SourceArn": sourceArn } },
  });

it("takes a role that trusts the schedule's group, and may start the target and send to the queue", async () => {
  const trustPolicy = trusted(arnOf("scheduler", "schedule-group/default"));

  await expect(deploySchedule({ ...role, trustPolicy })).resolves.toBeUndefined();
});

it.each([
  ["trusts another service", roleOf("starter", "states.amazonaws.com", mayStart, maySend)],
  // The source is the group, never the schedule.
  [
    "trusts the schedule instead of its group",
    { ...role, trustPolicy: trusted(arnOf("scheduler", "schedule/default/curfew-daily")) },
  ],
])("refuses a role that %s", async (_, starter) => {
  await expect(deploySchedule(starter)).rejects.toThrow("must allow AWS EventBridge Scheduler to assume");
});

it.each([
  ["states:StartExecution on", roleOf("starter", service, maySend)],
  ["sqs:SendMessage on", roleOf("starter", service, mayStart)],
])("refuses a role that does not allow %s what the schedule needs", async (action, starter) => {
  await expect(deploySchedule(starter)).rejects.toThrow(`does not allow ${action}`);
});
