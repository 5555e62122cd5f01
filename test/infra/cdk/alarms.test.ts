import { beforeAll, expect, it } from "vitest";
import type { Mode } from "../../../functions/domain/policy.ts";
import { metricsLine } from "../../../functions/report/metrics.ts";
import { emptyTotals } from "../../../functions/report/tally.ts";
import type { Template } from "../../support/deployment-fixture.ts";
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

it("watches everything that can keep Curfew from its work", () => {
  expect([...alarms.keys()].toSorted()).toEqual([
    "curfew-accounts-unreached",
    "curfew-deactivations-failed",
    "curfew-dead-letters",
    "curfew-execution-aborted",
    "curfew-execution-failed",
    "curfew-execution-timed-out",
    "curfew-no-execution-started",
    "curfew-notices-failed",
    "curfew-report-errors",
    "curfew-worker-errors",
  ]);
});

it("stays within the time that CloudWatch evaluates: a day, or a week for periods of an hour and more", () => {
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
  const watching = [...alarms.values()].filter(
    ({ AlarmName }) => AlarmName !== "curfew-no-execution-started",
  );

  for (const { AlarmName, Period, Metrics, EvaluationPeriods, DatapointsToAlarm } of watching) {
    const period = Period ?? Metrics.find(({ MetricStat }) => MetricStat !== undefined)?.MetricStat?.Period;
    expect((period ?? Number.NaN) * EvaluationPeriods, AlarmName).toBeLessThanOrEqual(12 * 3_600);
    expect(DatapointsToAlarm, AlarmName).toBe(1);
  }
});

it("goes off once at or above 1, and not by silence", () => {
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

it("waits longer for a start where the flexible window is wide", () => {
  const schedule = { time: "09:00", timeZone: "UTC", enabled: true, flexibleWindowMinutes: 1440 };

  const alarm = alarmsOf(hubOf({ schedule })).get("curfew-no-execution-started");

  expect(alarm).toMatchObject({ EvaluationPeriods: 49, DatapointsToAlarm: 49 });
  expect(alarm?.AlarmDescription).toContain("for 49 hours");
});

it("expects no start of a schedule that is switched off", () => {
  const schedule = { time: "09:00", timeZone: "UTC", enabled: false };

  const names = [...alarmsOf(hubOf({ schedule })).keys()];

  expect(names).not.toContain("curfew-no-execution-started");
  expect(names).toHaveLength(alarms.size - 1);
});

it("watches the state machine itself and not its children, whose ARN has the map's label", () => {
  const stateMachine = Object.entries(hub.Resources).find(
    ([, { Type }]) => Type === "AWS::StepFunctions::StateMachine",
  )?.[0];

  for (const [name, metric] of [
    ["curfew-execution-failed", "ExecutionsFailed"],
    ["curfew-execution-timed-out", "ExecutionsTimedOut"],
    ["curfew-execution-aborted", "ExecutionsAborted"],
  ] as const)
    expect(alarmOf(name)).toMatchObject({
      Namespace: "AWS/States",
      MetricName: metric,
      Dimensions: [{ Name: "StateMachineArn", Value: { Ref: stateMachine } }],
    });
});

it("forgives the worker single errors, which are retried, and not one in ten", () => {
  const { Metrics } = alarmOf("curfew-worker-errors");

  expect(Metrics.map(({ Expression }) => Expression)).toContain(
    "IF(errors >= 5 AND errors >= invocations / 10, 1, 0)",
  );
  expect(Metrics.map(({ MetricStat }) => MetricStat?.Metric.MetricName)).toEqual(
    expect.arrayContaining(["Errors", "Invocations"]),
  );
});

/** The metrics of a run in which nothing happened. */
function publishedIn(mode: Mode): Record<string, unknown> {
  const run = { id: "daily-1", startedAt: "2026-11-23T08:00:00.000Z", day: "2026-11-23", mode };
  return JSON.parse(metricsLine({ run, totals: emptyTotals(0), ages: [] }, new Date(0)));
}

it.each([
  ["report", {}, "report" as const],
  ["enforce", { mode: "enforce" }, "enforce" as const],
  [
    "report with an armed unit",
    { overrides: [{ organizationalUnits: ["ou-a1b2-12345678"], mode: "enforce" }] },
    "enforce" as const,
  ],
])("asks in a deployment in %s mode for metrics that its runs publish", (_, sections, mode) => {
  const asked = [...alarmsOf(hubOf(sections)).values()].filter(({ Namespace }) => Namespace === "Curfew");
  const published = publishedIn(mode);

  expect(asked.map(({ MetricName }) => MetricName).toSorted()).toEqual([
    "AccountsUnreached",
    "DeactivationsFailed",
    "NoticesFailed",
  ]);
  for (const { MetricName = "", Dimensions } of asked) {
    expect(Dimensions).toEqual([{ Name: "Mode", Value: published.Mode }]);
    expect(published).toHaveProperty(MetricName);
  }
});
