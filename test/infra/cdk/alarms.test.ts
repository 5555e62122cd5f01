import { beforeAll, expect, it } from "vitest";
import { errorLinePattern, errorTextPattern } from "../../../infra/cdk/constructs/error-lines.ts";
import {
  hubAccountId,
  propertiesOf,
  type Template,
  writtenSettings,
} from "../../support/deployment-fixture.ts";
import { readDoc } from "../../support/markdown.ts";
import { type Alarm, alarmsOf, hubOf } from "./alarm-fixture.ts";

let hub: Template;
let alarms: Map<string, Alarm>;
beforeAll(() => {
  hub = hubOf();
  alarms = alarmsOf(hub);
});

function alarmOf(name: string): Alarm {
  const alarm = alarms.get(name);
  if (alarm === undefined) throw new Error(`there is no alarm ${name}`);
  return alarm;
}

it("watches everything that can stop Curfew, and everything that waits for a person", () => {
  expect([...alarms.keys()].toSorted()).toEqual([
    "curfew-accounts-unreachable",
    "curfew-awaiting-approval",
    "curfew-deactivate-errors",
    "curfew-deactivations-failed",
    "curfew-dead-letters",
    "curfew-delivery-dead-letters",
    "curfew-delivery-reports-missing",
    "curfew-evaluate-errors",
    "curfew-execution-aborted",
    "curfew-execution-failed",
    "curfew-execution-timed-out",
    "curfew-fallback-undeliverable",
    "curfew-keys-long-overdue",
    "curfew-no-execution-started",
    "curfew-notices-failed",
    "curfew-plan-errors",
    "curfew-report-errors",
    "curfew-restore-failed",
  ]);
});

it("stays within CloudWatch's evaluation range: a day, or a week for periods of an hour and more", () => {
  for (const { AlarmName, Period, Metrics, EvaluationPeriods } of alarms.values()) {
    const periods = [Period, ...Metrics.map(({ MetricStat }) => MetricStat?.Period)].filter(
      (period) => period !== undefined,
    );
    expect(periods, AlarmName).not.toEqual([]);
    for (const period of periods)
      expect(period * EvaluationPeriods, AlarmName).toBeLessThanOrEqual(period < 3_600 ? 86_400 : 604_800);
  }
});

it("is over before the next day's run, so that the next failure is mailed again", () => {
  const standing = ["curfew-no-execution-started", "curfew-keys-long-overdue"];
  const watching = [...alarms.values()].filter(({ AlarmName }) => !standing.includes(AlarmName));

  for (const { AlarmName, Period, Metrics, EvaluationPeriods, DatapointsToAlarm } of watching) {
    const period = Period ?? Metrics.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat?.Period;
    expect((period ?? Number.NaN) * EvaluationPeriods, AlarmName).toBeLessThanOrEqual(12 * 3_600);
    expect(DatapointsToAlarm, AlarmName).toBe(1);
  }
});

it("stays in alarm over two daily runs while keys are long overdue, so that a backlog is mailed once", () => {
  expect(alarmOf("curfew-keys-long-overdue")).toMatchObject({
    MetricName: "KeysLongOverdue",
    Period: 86_400,
    EvaluationPeriods: 2,
    DatapointsToAlarm: 1,
  });
});

it("goes off at or above 1, and not because of missing data", () => {
  const counting = [...alarms.values()].filter(
    ({ AlarmName }) => AlarmName !== "curfew-no-execution-started",
  );

  expect(new Set(counting.map(({ Threshold }) => Threshold))).toEqual(new Set([1]));
  expect(new Set(counting.map(({ ComparisonOperator }) => ComparisonOperator))).toEqual(
    new Set(["GreaterThanOrEqualToThreshold"]),
  );
  expect(new Set(counting.map(({ TreatMissingData }) => TreatMissingData))).toEqual(
    new Set(["notBreaching"]),
  );
});

it("goes off when nothing has started for 26 hours, even if CloudWatch has never seen a start", () => {
  expect(alarmOf("curfew-no-execution-started")).toMatchObject({
    ComparisonOperator: "LessThanThreshold",
    Threshold: 1,
    EvaluationPeriods: 26,
    DatapointsToAlarm: 26,
    TreatMissingData: "breaching",
    Metrics: [
      { Expression: "FILL(started, 0)" },
      {
        MetricStat: {
          Period: 3_600,
          Stat: "Sum",
          Metric: { Namespace: "AWS/States", MetricName: "ExecutionsStarted" },
        },
      },
    ],
  });
});

it("waits longer for a start if the flexible window is long", () => {
  const schedule = { time: "09:00", timeZone: "UTC", enabled: true, flexibleWindowMinutes: 1440 };

  const alarm = alarmsOf(hubOf({ schedule })).get("curfew-no-execution-started");

  expect(alarm).toMatchObject({ EvaluationPeriods: 49, DatapointsToAlarm: 49 });
  expect(alarm?.AlarmDescription).toContain("for 49 hours");
});

it.each([
  ["curfew-dead-letters", "curfew-dead-letters"],
  ["curfew-delivery-dead-letters", "curfew-delivery-dead-letters"],
])("%s goes off while an event is in the queue %s", (name, queueName) => {
  const [queue] =
    Object.entries(hub.Resources).find(([, { Properties }]) => Properties.QueueName === queueName) ?? [];

  expect(queue).toBeDefined();
  expect(alarmOf(name)).toMatchObject({
    Namespace: "AWS/SQS",
    MetricName: "ApproximateNumberOfMessagesVisible",
    Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": [queue, "QueueName"] } }],
  });
});

it.each([
  ["curfew-notices-failed", "NoticesFailed"],
  ["curfew-accounts-unreachable", "AccountsUnreachable"],
  ["curfew-deactivations-failed", "DeactivationsFailed"],
  ["curfew-awaiting-approval", "AwaitingApproval"],
  ["curfew-delivery-reports-missing", "DeliveryReportsMissing"],
  ["curfew-fallback-undeliverable", "FallbackUndeliverable"],
  ["curfew-keys-long-overdue", "KeysLongOverdue"],
])("%s watches the metric %s of a run", (name, metric) => {
  expect(alarmOf(name)).toMatchObject({ Namespace: "Curfew", MetricName: metric });
});

it("expects no start of a disabled schedule", () => {
  const schedule = { time: "09:00", timeZone: "UTC", enabled: false };

  const names = [...alarmsOf(hubOf({ schedule })).keys()];

  expect(names).not.toContain("curfew-no-execution-started");
  expect(names).toHaveLength(alarms.size - 1);
});

it("watches the state machine itself and not its children, whose ARN has the map's label", () => {
  const machine = (name: string) =>
    Object.entries(hub.Resources).find(([, { Properties }]) => Properties.StateMachineName === name)?.[0];

  for (const [name, metric, stateMachine] of [
    ["curfew-execution-failed", "ExecutionsFailed", "curfew"],
    ["curfew-execution-timed-out", "ExecutionsTimedOut", "curfew"],
    ["curfew-execution-aborted", "ExecutionsAborted", "curfew"],
    ["curfew-restore-failed", "ExecutionsFailed", "curfew-restore"],
  ] as const)
    expect(alarmOf(name)).toMatchObject({
      Namespace: "AWS/States",
      MetricName: metric,
      Dimensions: [{ Name: "StateMachineArn", Value: { Ref: machine(stateMachine) } }],
    });
});

it("ignores single errors in an account, which are retried, but not one in ten", () => {
  const { Metrics } = alarmOf("curfew-evaluate-errors");

  expect(Metrics.map(({ Expression }) => Expression)).toContain(
    "IF(errors >= 5 AND errors >= invocations / 10, 1, 0)",
  );
  expect(Metrics.map(({ MetricStat }) => MetricStat?.Metric.MetricName)).toEqual(
    expect.arrayContaining(["Errors", "Invocations"]),
  );
});

it.each([
  ["report", {}, "report"],
  ["enforce", { mode: "enforce" }, "enforce"],
  [
    "report with an OU in enforce",
    { overrides: [{ organizationalUnits: ["ou-a1b2-12345678"], mode: "enforce" }] },
    "enforce",
  ],
])("uses metrics in a deployment in %s mode that its runs publish", (_, sections, mode) => {
  const asked = [...alarmsOf(hubOf(sections)).values()].filter(({ Namespace }) => Namespace === "Curfew");

  expect(asked.map(({ MetricName }) => MetricName).toSorted()).toEqual([
    "AccountsUnreachable",
    "AwaitingApproval",
    "DeactivationsFailed",
    "DeliveryReportsMissing",
    "FallbackUndeliverable",
    "KeysLongOverdue",
    "NoticesFailed",
  ]);
  for (const { Dimensions } of asked) expect(Dimensions).toEqual([{ Name: "Mode", Value: mode }]);
});

it("finds errors of Curfew, of Lambda's runtime, and functions that were stopped, in each log group", () => {
  const filters = propertiesOf(hub, "AWS::Logs::MetricFilter");

  expect(filters).toHaveLength(8);
  expect(new Set(filters.map(({ FilterPattern }) => FilterPattern))).toEqual(new Set([errorLinePattern]));
  for (const part of ['$.level = "error"', '$.level = "ERROR"', '$.type = "platform.report"'])
    expect(errorLinePattern).toContain(part);
  expect(readDoc("runbook.md")).toContain(`'${errorLinePattern}'`);
});

it("finds the lines that Lambda's runtime writes as text where it has no JSON logs", () => {
  const region = "us-gov-west-1";
  const govCloud = hubOf({
    hub: { accountId: hubAccountId, region },
    mail: { ...Object(writtenSettings().mail), region },
  });
  const filters = propertiesOf(govCloud, "AWS::Logs::MetricFilter");

  expect(filters.map(({ FilterPattern }) => FilterPattern)).toEqual(
    Array.from({ length: 8 }, () => [errorTextPattern, errorLinePattern]).flat(),
  );
  expect(readDoc("runbook.md")).toContain(`'${errorTextPattern}'`);
});
