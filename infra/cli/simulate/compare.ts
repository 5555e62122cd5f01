import type { Account } from "../../../functions/domain/account.ts";
import { skipReason } from "../../../functions/domain/account-scope.ts";
import { addDays, type Day } from "../../../functions/domain/calendar-day.ts";
import { paceOf, spreadDays } from "../../../functions/domain/pace.ts";
import type { Policy } from "../../../functions/domain/policy.ts";
import { approvedSettingsText } from "../../../functions/domain/settings-text.ts";
import type { TimelineStep } from "../../../functions/domain/timeline.ts";
import type { RunReport } from "../../../statemachine/run-report.ts";
import type { RunFacts } from "../shared/run-facts.ts";
import {
  type SimulatedOutcome,
  type Simulation,
  type SimulationResult,
  simulateDays,
} from "./simulate-days.ts";
import { afterRun, type SimulatedKey } from "./simulated-key.ts";

/** A key whose future differs between the two settings. */
export interface ChangedKey {
  readonly key: SimulatedKey;
  readonly before: SimulatedOutcome;
  readonly after: SimulatedOutcome;
  readonly deactivation: "same" | "earlier" | "later" | "only now" | "no longer";
  readonly firstNotice: "same" | "earlier" | "later" | "only now" | "no longer";
}

/** The current settings against the new ones. */
export interface Comparison {
  readonly run: { readonly id: string; readonly day: Day };
  readonly from: Day;
  readonly to: Day;
  readonly keys: readonly SimulatedKey[];
  readonly before: SimulationResult;
  readonly after: SimulationResult;
  readonly changed: readonly ChangedKey[];
  /** The first day on which the new settings leave keys waiting for an approval. */
  readonly approvalNeededOn?: Day | undefined;
  /** Accounts that the run skipped and the new settings would evaluate: nothing is known of their keys. */
  readonly newAccounts: readonly { readonly id: string; readonly name: string }[];
  /** Keys that come due in these days and whose tags no run has read. */
  readonly keysWithoutTags: number;
  /** The run read the tags that the current settings name; the new ones name others. */
  readonly tagNamesDiffer: boolean;
  readonly ouNames: Readonly<Record<string, string>>;
}

/** What is compared. */
export interface ComparisonParts {
  readonly facts: RunFacts;
  readonly report: Pick<RunReport, "totals" | "skipped" | "ouNames">;
  readonly current: Policy;
  readonly next: Policy;
  readonly days: number;
}

/** Simulates the days after the run under both settings, and finds the keys for which they differ. */
export function compareSettings({ facts, report, current, next, days }: ComparisonParts): Comparison {
  const { run, plan } = facts;
  const approvals = new Map(plan?.plan.keys.map(({ accessKeyId, approvedBy }) => [accessKeyId, approvedBy]));
  const keys = facts.keys.map((key) => afterRun(key, run, approvals.get(key.facts.accessKeyId)));
  const from = addDays(run.day, 1);
  const to = addDays(run.day, days);
  const simulate = (policy: Policy): SimulationResult => {
    const { activeKeys, overdueWithoutNotice } = report.totals;
    const simulation: Simulation = {
      keys,
      policy,
      from,
      to,
      pausedUntil: run.pausedUntil,
      spreadOverDays: spreadDays(overdueWithoutNotice, paceOf(policy.limits, activeKeys)),
      activeKeys,
      honoursApprovals: approvedSettingsText(policy) === approvedSettingsText(current),
    };
    return simulateDays(simulation);
  };
  const before = simulate(current);
  const after = simulate(next);
  const changed = keys.flatMap((key) => changedKey(key, before, after) ?? []);
  return {
    run: { id: run.id, day: run.day },
    from,
    to,
    keys,
    before,
    after,
    changed,
    approvalNeededOn: after.days.find(({ awaitingApproval }) => awaitingApproval > 0)?.on,
    newAccounts: report.skipped
      .filter((account) => skipReason(asAccount(account), next) === undefined)
      .map(({ id, name }) => ({ id, name })),
    keysWithoutTags: keys.filter(
      ({ tags, accessKeyId }) =>
        tags === "notRead" && (after.outcomes.get(accessKeyId)?.steps.length ?? 0) > 0,
    ).length,
    tagNamesDiffer: JSON.stringify(next.tagNames) !== JSON.stringify(current.tagNames),
    ouNames: report.ouNames,
  };
}

function asAccount({ id, name, path, reason }: RunReport["skipped"][number]): Account {
  return { id, name, path, state: reason.code === "state" ? reason.state : "ACTIVE" };
}

const nothing: SimulatedOutcome = { mode: "skipped", steps: [] };

function changedKey(
  key: SimulatedKey,
  { outcomes: beforeOf }: SimulationResult,
  { outcomes: afterOf }: SimulationResult,
): ChangedKey | undefined {
  const before = beforeOf.get(key.accessKeyId) ?? nothing;
  const after = afterOf.get(key.accessKeyId) ?? nothing;
  if (textOf(before) === textOf(after)) return undefined;
  return {
    key,
    before,
    after,
    deactivation: change(dayOfStep(before, "deactivate"), dayOfStep(after, "deactivate")),
    firstNotice: change(dayOfStep(before, "notify"), dayOfStep(after, "notify")),
  };
}

/** Steps in report mode are not taken, so the mode is part of a key's fate. */
function textOf({ mode, steps }: SimulatedOutcome): string {
  return JSON.stringify([mode, steps]);
}

/** The first day on which something really happens: in report mode nothing does. */
export function dayOfStep({ mode, steps }: SimulatedOutcome, what: TimelineStep["what"]): Day | undefined {
  return mode === "enforce" ? steps.find((step) => step.what === what)?.on : undefined;
}

function change(before: Day | undefined, after: Day | undefined): ChangedKey["deactivation"] {
  if (before === after) return "same";
  if (before === undefined) return "only now";
  if (after === undefined) return "no longer";
  return after < before ? "earlier" : "later";
}
