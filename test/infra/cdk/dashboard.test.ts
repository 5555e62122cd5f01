import { expect, it } from "vitest";
import { ageBands } from "../../../functions/domain/age-band.ts";
import { ageBandMetric } from "../../../functions/domain/run-metric.ts";
import { metricsLine } from "../../../functions/report/metrics.ts";
import { emptyTotals } from "../../../functions/report/tally.ts";
import {
  propertiesOf,
  type Sections,
  settingsWith,
  synthesizedTemplates,
  templateOf,
} from "../../support/deployment-fixture.ts";

/** The dashboard as CloudWatch gets it; references of the template are shown as their name. */
function dashboardOf(sections: Sections = {}): { name: unknown; widgets: Widget[]; body: string } {
  const hub = templateOf(synthesizedTemplates(settingsWith(sections)), "curfew-hub");
  const [dashboard] = propertiesOf(hub, "AWS::CloudWatch::Dashboard");
  const parts: unknown[] = Object(dashboard?.DashboardBody)["Fn::Join"][1];
  const body = parts
    .map((part) => (typeof part === "string" ? part : Object.values(Object(part))[0]))
    .join("");
  return { name: dashboard?.DashboardName, widgets: JSON.parse(body).widgets, body };
}

interface Widget {
  readonly type: string;
  readonly properties: {
    readonly title?: string;
    readonly stacked?: boolean;
    readonly metrics?: readonly (readonly unknown[])[];
  };
}

/** `[namespace, metric, dimension, value, …]` of the run metrics on a widget. */
function runMetricsOn(widgets: readonly Widget[], title?: string): unknown[][] {
  return widgets
    .filter(({ properties }) => title === undefined || properties.title === title)
    .flatMap(({ properties }) => properties.metrics ?? [])
    .filter(([namespace]) => namespace === "Curfew")
    .map((metric) => metric.slice(1, 4));
}

it("shows the keys by age band, youngest first, one upon the other", () => {
  const { name, widgets } = dashboardOf();

  expect(name).toBe("curfew");
  expect(runMetricsOn(widgets, "Active keys by age")).toEqual(
    ageBands.map((band) => [ageBandMetric(band.name), "Mode", "report"]),
  );
  expect(
    widgets.find(({ properties }) => properties.title === "Active keys by age")?.properties.stacked,
  ).toBe(true);
});

it("shows notices, deactivations, withheld keys, unreached accounts and the run time", () => {
  const { widgets, body } = dashboardOf();

  expect(runMetricsOn(widgets).map(([metric]) => metric)).toEqual(
    expect.arrayContaining([
      "NoticesSent",
      "NoticesFailed",
      "KeysDeactivated",
      "DeactivationsFailed",
      "KeysWithheld",
      "AccountsUnreached",
    ]),
  );
  expect(body).toContain("ExecutionTime");
});

it("asks only for metrics that the report function publishes, in the mode that it publishes them in", () => {
  const run = {
    id: "daily-1",
    startedAt: "2026-11-23T08:00:00.000Z",
    day: "2026-11-23",
    mode: "enforce" as const,
  };
  const published = JSON.parse(metricsLine({ run, totals: emptyTotals(0), ages: [] }, new Date(0)));
  const { widgets } = dashboardOf({ mode: "enforce" });

  const asked = runMetricsOn(widgets);

  expect(asked.length).toBeGreaterThan(10);
  for (const [metric, dimension, mode] of asked) {
    expect(published).toHaveProperty(String(metric));
    expect(published[String(dimension)]).toBe(mode);
  }
});

it("shows the state of every alarm", () => {
  const { body } = dashboardOf();

  expect(body.match(/OperationsAlarms[A-Za-z]+[0-9A-F]{8}/g)).toHaveLength(10);
});
