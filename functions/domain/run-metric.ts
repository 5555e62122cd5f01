import type { AgeBandName } from "./age-band.ts";

/** The CloudWatch namespace of a run's metrics, and the one dimension they have. */
export const metricsNamespace = "Curfew";
export const metricsDimension = "Mode";

/** The metric that counts the active keys of an age band. */
export type AgeBandMetric = `ActiveKeysAge${AgeBandName}`;

/** The name of the metric of an age band. */
export function ageBandMetric(band: AgeBandName): AgeBandMetric {
  return `ActiveKeysAge${band}`;
}

/** The name of a metric that each run publishes; alarms and dashboard can ask for no other. */
export type RunMetric =
  | "AccountsListed"
  | "AccountsReached"
  | "AccountsUnreached"
  | "ActiveKeys"
  | "NoticesSent"
  | "NoticesFailed"
  | "KeysDeactivated"
  | "DeactivationsFailed"
  | "KeysWithheld"
  | "WouldNotify"
  | "WouldDeactivate"
  | AgeBandMetric;
