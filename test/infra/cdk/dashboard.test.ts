import { expect, it } from "vitest";
import { ageBands } from "../../../functions/domain/age-band.ts";
import { ageBandMetric } from "../../../functions/domain/run-metric.ts";
import {
  propertiesOf,
  type Sections,
  settingsWith,
  synthesizedTemplates,
  templateOf,
} from "../../support/deployment-fixture.ts";

/** The dashboard as CloudWatch gets it, with references of the template replaced by their names. */
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
    .filter(([namespace, name]) => namespace === "Curfew" && !String(name).startsWith("ErrorLines-"))
    .map((metric) => metric.slice(1, 4));
}

it("shows the keys by age band, youngest first, stacked", () => {
  const { name, widgets } = dashboardOf();

  expect(name).toBe("curfew");
  expect(runMetricsOn(widgets, "Active keys by age")).toEqual(
    ageBands.map((band) => [ageBandMetric(band.name), "Mode", "report"]),
  );
  expect(
    widgets.find(({ properties }) => properties.title === "Active keys by age")?.properties.stacked,
  ).toBe(true);
});

it("shows notices, deactivations, keys that are due but active, accounts, delivery, error lines and the run time", () => {
  const { widgets, body } = dashboardOf();

  expect(runMetricsOn(widgets).map(([metric]) => metric)).toEqual(
    expect.arrayContaining([
      "NoticesSent",
      "NoticesFailed",
      "KeysDeactivated",
      "DeactivationsFailed",
      "KeysOnHold",
      "KeysLongOverdue",
      "AwaitingApproval",
      "AccountsUnreachable",
      "DeliveryReportsMissing",
      "FallbackUndeliverable",
    ]),
  );
  expect(body).toContain("ExecutionTime");
  expect(body.match(/ErrorLines-\w+/g)).toHaveLength(8);
});

it.each([
  ["report", {}],
  ["enforce", { mode: "enforce" }],
  ["enforce", { overrides: [{ accounts: ["777788889999"], mode: "enforce" }] }],
])("uses the metrics of runs in %s mode, as the settings allow", (mode, sections) => {
  const asked = runMetricsOn(dashboardOf(sections).widgets);

  expect(asked.length).toBeGreaterThan(10);
  for (const [, dimension, value] of asked) expect([dimension, value]).toEqual(["Mode", mode]);
});

it("shows the state of every alarm", () => {
  const { body } = dashboardOf();

  expect(body.match(/OperationsAlarms[A-Za-z]+[0-9A-F]{8}/g)).toHaveLength(18);
});
