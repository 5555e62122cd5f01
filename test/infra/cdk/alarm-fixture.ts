import * as z from "zod/mini";
import { parse } from "../../../functions/runtime/parse.ts";
import {
  propertiesOf,
  type Sections,
  settingsWith,
  synthesizedTemplates,
  type Template,
  templateOf,
} from "../../support/deployment-fixture.ts";

const metricSchema = z.object({
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: z._default(z.array(z.object({ Name: z.string(), Value: z.unknown() })), []),
});
const alarmSchema = z.object({
  AlarmName: z.string(),
  AlarmActions: z.array(z.unknown()),
  AlarmDescription: z.string(),
  ComparisonOperator: z.string(),
  Threshold: z.number(),
  EvaluationPeriods: z.int(),
  DatapointsToAlarm: z.int(),
  TreatMissingData: z.string(),
  Period: z.optional(z.int()),
  Namespace: z.optional(z.string()),
  MetricName: z.optional(z.string()),
  Dimensions: z.optional(z.array(z.object({ Name: z.string(), Value: z.unknown() }))),
  Metrics: z._default(
    z.array(
      z.object({
        Expression: z.optional(z.string()),
        MetricStat: z.optional(z.object({ Metric: metricSchema, Period: z.int(), Stat: z.string() })),
      }),
    ),
    [],
  ),
});
/** The parts of an alarm that these tests read. */
export type Alarm = z.infer<typeof alarmSchema>;

/** The hub stack of a deployment. */
export function hubOf(sections: Sections = {}): Template {
  return templateOf(synthesizedTemplates(settingsWith(sections)), "curfew-hub");
}

/** The alarms of a hub stack, by name. */
export function alarmsOf(hub: Template): Map<string, Alarm> {
  const alarms = propertiesOf(hub, "AWS::CloudWatch::Alarm").map((alarm) =>
    parse(alarmSchema, alarm, "alarm"),
  );
  return new Map(alarms.map((alarm) => [alarm.AlarmName, alarm]));
}
