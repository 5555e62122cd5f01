import { Duration } from "aws-cdk-lib";
import type { RunMetric } from "../../../functions/domain/run-metric.ts";
import { runModeFor } from "../../../functions/domain/run-mode.ts";
import { runMetric } from "../run-metrics.ts";
import type { Settings } from "../settings.ts";
import { halfADay, often, type Watch } from "./watch.ts";

const daily = Duration.days(1);

/** The alarms on metrics of runs. */
export function runWatches(settings: Settings): Watch[] {
  const mode = runModeFor(settings.policy, false);
  const watch = (anchor: string, metric: RunMetric, sentence: string): Watch => ({
    anchor,
    sentence,
    metric: runMetric(metric, mode, often),
    evaluationPeriods: halfADay(often),
  });
  return [
    watch(
      "notices-failed",
      "NoticesFailed",
      "Owners were not notified: SES rejected notices, or its quota is used up.",
    ),
    watch(
      "accounts-unreachable",
      "AccountsUnreachable",
      "Accounts were not evaluated; the report names them and the reasons.",
    ),
    watch("deactivations-failed", "DeactivationsFailed", "Access keys that were due are still active."),
    watch(
      "awaiting-approval",
      "AwaitingApproval",
      "A plan is larger than limits.approvalAbove; its keys stay active until somebody approves it.",
    ),
    watch(
      "delivery-reports-missing",
      "DeliveryReportsMissing",
      "SES reports nothing about notices of the last days, so no key can be deactivated.",
    ),
    watch(
      "fallback-undeliverable",
      "FallbackUndeliverable",
      "SES cannot deliver mail to a fallback contact, so some keys have nobody who can be warned.",
    ),
    {
      anchor: "keys-long-overdue",
      sentence: "Access keys have been overdue for more than 30 days.",
      metric: runMetric("KeysLongOverdue", mode, daily),
      // In alarm as long as there are such keys: a first deployment works them off for weeks, with one mail.
      evaluationPeriods: 2,
    },
  ];
}
