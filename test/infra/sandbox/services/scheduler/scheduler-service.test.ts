import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { expect, it } from "vitest";
import type { ScheduleSpec } from "../../../../../infra/sandbox/cloud/deployment.ts";
import { schedulerService } from "../../../../../infra/sandbox/services/scheduler/scheduler-service.ts";
import { Schedules } from "../../../../../infra/sandbox/services/scheduler/schedules.ts";
import { frontBefore, otherAccount, ownAccount } from "../../../../support/front-before.ts";

const daily: ScheduleSpec = {
  name: "curfew-daily",
  targetArn: `arn:aws:states:eu-central-1:${ownAccount}:stateMachine:curfew`,
  roleArn: `arn:aws:iam::${ownAccount}:role/starts-curfew`,
  input: "{}",
  expression: "cron(0 9 * * ? *)",
  timeZone: "Europe/Berlin",
  enabled: true,
};

async function startScheduler(spec: ScheduleSpec = daily) {
  const front = await frontBefore(({ clock }) => {
    const schedules = new Schedules(clock);
    schedules.createSchedule(spec, ownAccount, "eu-central-1");
    return schedulerService(schedules);
  });
  return { ...front, scheduler: new SchedulerClient(front.operatorOf(ownAccount)) };
}

const getDaily = new GetScheduleCommand({ Name: "curfew-daily" });

it("shows a schedule as the stack deployed it", async () => {
  const { scheduler } = await startScheduler();

  expect(await scheduler.send(getDaily)).toMatchObject({
    Arn: `arn:aws:scheduler:eu-central-1:${ownAccount}:schedule/default/curfew-daily`,
    Name: "curfew-daily",
    GroupName: "default",
    State: "ENABLED",
    ScheduleExpression: "cron(0 9 * * ? *)",
    ScheduleExpressionTimezone: "Europe/Berlin",
    CreationDate: new Date("2026-11-24T02:00:00Z"),
    Target: { Arn: daily.targetArn, Input: "{}", RoleArn: daily.roleArn },
  });
});

it("says that a schedule is disabled", async () => {
  const { scheduler } = await startScheduler({ ...daily, enabled: false });

  expect(await scheduler.send(getDaily)).toMatchObject({ State: "DISABLED" });
});

it("does not find a schedule of another name, group, account or Region", async () => {
  const { scheduler, operatorOf } = await startScheduler();
  const elsewhere = new SchedulerClient({ ...operatorOf(ownAccount), region: "eu-west-1" });
  const stranger = new SchedulerClient(operatorOf(otherAccount));
  const missing = { name: "ResourceNotFoundException", $metadata: { httpStatusCode: 404 } };

  await expect(scheduler.send(new GetScheduleCommand({ Name: "hourly" }))).rejects.toMatchObject(missing);
  await expect(
    scheduler.send(new GetScheduleCommand({ Name: "curfew-daily", GroupName: "night" })),
  ).rejects.toMatchObject(missing);
  await expect(elsewhere.send(getDaily)).rejects.toMatchObject(missing);
  await expect(stranger.send(getDaily)).rejects.toMatchObject(missing);
});

it("requires scheduler:GetSchedule on that schedule", async () => {
  const { roleWith } = await startScheduler();
  const may = (name: string) => ({
    Effect: "Allow",
    Action: "scheduler:GetSchedule",
    Resource: `arn:aws:scheduler:eu-central-1:${ownAccount}:schedule/default/${name}`,
  });

  await expect(new SchedulerClient(roleWith(may("curfew-daily"))).send(getDaily)).resolves.toMatchObject({
    Name: "curfew-daily",
  });
  await expect(new SchedulerClient(roleWith(may("hourly"))).send(getDaily)).rejects.toMatchObject({
    name: "AccessDeniedException",
  });
});

it("refuses operations that it does not have", async () => {
  const { scheduler } = await startScheduler();

  await expect(scheduler.send(new ListSchedulesCommand({}))).rejects.toMatchObject({
    name: "UnknownOperationException",
  });
});
