import { addDays, type Day } from "./calendar-day.ts";
import type { AccountRules } from "./policy.ts";
import type { RecordedFacts } from "./recorded-facts.ts";
import { firstStageDay } from "./stages.ts";
import { type TimelineStep, timelineOf, waitedOn } from "./timeline.ts";

/** A key after a run, as far as its next steps depend on it. */
export interface KeyAfterRun {
  readonly facts: RecordedFacts;
  readonly isDeactivated: boolean;
  /** It was due, and its deactivation was not tried or did not fail. */
  readonly isWaiting: boolean;
  readonly isFailed: boolean;
  /** `waits`: for the pace, an approval, the change window or a pause; see `waitingKeys`. */
  readonly planned?: { readonly waits: boolean } | undefined;
  /** What became of the notices that were due. One that was not sent is due again. */
  readonly notices: readonly { readonly outcome: string }[];
}

/** A run, as far as the next steps of a key depend on it. */
export interface RunOfKey {
  readonly day: Day;
  readonly pausedUntil?: Day | undefined;
  readonly spreadOverDays: number;
}

/** How many days the report, the digest and the command line look ahead. */
export const upcomingDays = 14;

/**
 * What comes next for a key in the days after a run, predicted from the facts that the run recorded. Report, digest and
 * command line all ask here, so their figures agree. Tags that the run did not need count as absent: at the first stage
 * a notice is due whatever they say. Assumes what `timelineOf` assumes, and that a key that was due can be deactivated
 * from the next day on.
 */
export function timelineAfterRun(
  key: KeyAfterRun,
  rules: AccountRules,
  run: RunOfKey,
  days: number,
): TimelineStep[] {
  const { accessKeyId, userName, status, createdOn, tags, history } = key.facts;
  const { day, pausedUntil, spreadOverDays } = run;
  const to = addDays(day, days);
  const isYoung = addDays(createdOn, firstStageDay(rules)) > to;
  if (key.isDeactivated || status !== "Active" || isYoung) return [];
  const isDone = key.notices.every(({ outcome }) => outcome === "sent" || outcome === "wouldSend");
  const isDue = key.isWaiting || key.isFailed;
  return timelineOf({
    key: { accessKeyId, userName, status, createdOn },
    tags: tags === "notRead" ? {} : tags,
    history: key.planned?.waits === true ? { ...history, waiting: waitedOn(day, history) } : history,
    rules,
    from: isDue || !isDone ? addDays(day, 1) : day,
    to,
    pausedUntil,
    spreadOverDays,
  }).filter(({ on }) => on > day);
}
