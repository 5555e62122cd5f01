import { addDays, type Day } from "./calendar-day.ts";
import type { AccountRules } from "./policy.ts";
import type { RecordedFacts } from "./recorded-facts.ts";
import { firstStageDay } from "./stages.ts";
import { type TimelineStep, timelineOf, waitedOn } from "./timeline.ts";

/** What the next steps of a recorded key depend on besides its facts. */
export interface RecordedTimelineFacts {
  readonly facts: RecordedFacts;
  readonly rules: AccountRules;
  /** The day of the run that recorded the facts. */
  readonly day: Day;
  readonly pausedUntil?: Day | undefined;
  readonly spreadOverDays: number;
  /** Whether the key was due that day and was not deactivated. */
  readonly isDue: boolean;
  /** Whether it waited that day for the pace, an approval, the change window or a pause: see `waitingKeys`. */
  readonly waits: boolean;
  /** Whether what was due that day was done; a notice that failed is due again. */
  readonly isDone: boolean;
  /** How many days after the run the timeline covers. */
  readonly days: number;
}

/** How many days the report, the digest and the command line look ahead. */
export const upcomingDays = 14;

/**
 * What comes next for a key after a run, predicted from the facts that the run recorded. Tags that the run did not need
 * count as absent: at the first stage a notice is due whatever they say. Assumes what `timelineOf` assumes, and that a
 * key that was due can be deactivated from the next day on.
 */
export function timelineAfterRun(recorded: RecordedTimelineFacts): TimelineStep[] {
  const { facts, rules, day, isDue, waits, isDone, days } = recorded;
  const { accessKeyId, userName, status, createdOn, tags, history } = facts;
  const to = addDays(day, days);
  if (status !== "Active" || addDays(createdOn, firstStageDay(rules)) > to) return [];
  return timelineOf({
    key: { accessKeyId, userName, status, createdOn },
    tags: tags === "notRead" ? {} : tags,
    history: waits ? { ...history, waiting: waitedOn(day, history) } : history,
    rules,
    from: isDue || !isDone ? addDays(day, 1) : day,
    to,
    pausedUntil: recorded.pausedUntil,
    spreadOverDays: recorded.spreadOverDays,
  }).filter(({ on }) => on > day);
}
