import { Duration } from "aws-cdk-lib";
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  TextWidget,
} from "aws-cdk-lib/aws-cloudwatch";
import { Construct } from "constructs";
import { type AgeBand, ageBands } from "../../../functions/domain/age-band.ts";
import { ageBandMetric, type RunMetric } from "../../../functions/domain/run-metric.ts";
import { runModeFor } from "../../../functions/domain/run-mode.ts";
import { names } from "../names.ts";
import { runMetric } from "../run-metrics.ts";
import type { Settings } from "../settings.ts";
import type { DailyRun } from "./daily-run.ts";
import type { ErrorLines } from "./error-lines.ts";

/** What the dashboard is made from. */
export interface CurfewDashboardProps {
  readonly settings: Settings;
  readonly dailyRun: DailyRun;
  readonly errorLines: ErrorLines;
  readonly alarms: readonly Alarm[];
}

/** One value a day and metric: there is one run a day. */
const period = Duration.days(1);
const halfWidth = { width: 12, height: 6 };

/** Three months of runs on one page: the ages of keys, notices and deactivations, and failures. */
export class CurfewDashboard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { settings, dailyRun, errorLines, alarms }: CurfewDashboardProps,
  ) {
    super(scope, id);
    const { stateMachine } = dailyRun;
    const mode = runModeFor(settings.policy, false);
    const metric = (name: RunMetric, label: string) => runMetric(name, mode, period).with({ label });
    const graph = (title: string, left: IMetric[], stacked = false) =>
      new GraphWidget({ ...halfWidth, title, left, stacked, leftYAxis: { min: 0, showUnits: false } });

    new Dashboard(this, "Dashboard", {
      dashboardName: names.dashboard,
      defaultInterval: Duration.days(90),
      widgets: [
        [
          new TextWidget({
            width: 24,
            height: 2,
            markdown: `Runs in ${mode} mode. What to do about an alarm: ${settings.operations.runbookUrl}`,
          }),
        ],
        [new AlarmStatusWidget({ width: 24, height: 3, title: "Alarms", alarms: [...alarms] })],
        [
          graph(
            "Active keys by age",
            ageBands.map((band) => metric(ageBandMetric(band.name), bandLabel(band))),
            true,
          ),
          graph("Notices", [
            metric("NoticesSent", "sent"),
            metric("NoticesFailed", "failed"),
            metric("WouldNotify", "due, not sent in report mode"),
          ]),
        ],
        [
          graph("Deactivations", [
            metric("KeysDeactivated", "deactivated"),
            metric("DeactivationsFailed", "failed"),
            metric("WouldDeactivate", "due, not done in report mode"),
          ]),
          graph("Due, but still active", [
            metric("KeysOverdue", "overdue"),
            metric("KeysLongOverdue", "overdue for more than 30 days"),
            metric("KeysOnHold", "on hold"),
            metric("KeysWaiting", "waiting for pace, approval, window or pause"),
            metric("AwaitingApproval", "awaiting approval"),
          ]),
        ],
        [
          graph("Accounts", [
            metric("AccountsListed", "listed"),
            metric("AccountsEvaluated", "evaluated"),
            metric("AccountsPartlyEvaluated", "partly evaluated"),
            metric("AccountsUnreachable", "unreachable"),
          ]),
          graph("Delivery of notices", [
            metric("DeliveryReportsMissing", "days without a report from SES"),
            metric("FallbackUndeliverable", "fallback contacts that bounce"),
          ]),
        ],
        [
          graph(
            "Error lines in the logs",
            errorLines.metrics.map((line) => line.with({ period })),
          ),
          graph("Run time in minutes", [
            new MathExpression({
              expression: "time / 60000",
              label: "longest execution",
              usingMetrics: { time: stateMachine.metricTime({ period, statistic: "Maximum" }) },
              period,
            }),
          ]),
        ],
      ],
    });
  }
}

function bandLabel({ from, to }: AgeBand): string {
  return to === undefined ? `${from} days and more` : `${from} to ${to} days`;
}
