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

/** What a run did. Every enforcing run publishes these, also one over some accounts only. */
export type DeedMetric = "NoticesSent" | "NoticesFailed" | "KeysDeactivated" | "DeactivationsFailed";

/**
 * The state of the Organization. Only a run over the whole Organization, on its own day and in the mode of the
 * deployment, publishes these: with the figures of any other run, keys would seem to disappear.
 */
export type StateMetric =
  | "AccountsListed"
  | "AccountsEvaluated"
  | "AccountsPartlyEvaluated"
  | "AccountsUnreachable"
  | "ActiveKeys"
  | "KeysOverdue"
  /** Overdue for more than 30 days. */
  | "KeysLongOverdue"
  | "KeysOnHold"
  /** Keys that may be deactivated and wait for pace, approval, change window or the end of a pause. */
  | "KeysWaiting"
  /** Keys of the plan that wait for an approval. */
  | "AwaitingApproval"
  /** 1 if SES has reported nothing about any notice of a day, at least 24 hours and at most 3 days ago. */
  | "DeliveryReportsMissing"
  /** Fallback contacts that SES cannot deliver to: each counts once, however many keys they are responsible for. */
  | "FallbackUndeliverable"
  | "WouldNotify"
  | "WouldDeactivate"
  | AgeBandMetric;

/** The name of a metric that a run publishes. Alarms and dashboard can use no other. */
export type RunMetric = DeedMetric | StateMetric;
