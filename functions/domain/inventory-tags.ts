import { addDays, type Day, daysBetween } from "./calendar-day.ts";
import { hashOf } from "./hash.ts";
import type { RememberedTags } from "./inventory-memory.ts";
import { type KeyFacts, needsTags } from "./key-facts.ts";
import { standingNotices } from "./key-history.ts";
import { firstStageDay } from "./stages.ts";

/** What is known about a key of the user when Curfew decides whether to read the tags. */
export type TaggedKey = Pick<KeyFacts, "key" | "history" | "rules" | "today">;

/** What is known about a user whose tags may be read. */
export interface TagFacts {
  readonly userName: string;
  readonly keys: readonly TaggedKey[];
  readonly remembered: RememberedTags | undefined;
  readonly run: {
    readonly id: string;
    readonly day: Day;
    readonly utcDay: Day;
    /** Whether it is an ad hoc run. */
    readonly readsFresh?: boolean | undefined;
  };
}

/**
 * Where a user's tags come from today. `notNeeded`: no key is old enough. `remembered`: the last reading is still
 * enough, because no action can be due today for any user type. `read`: everything else.
 */
export type TagSource = "notNeeded" | "remembered" | "read";

/** Remembered tags are read again after this many days, one part of the users each day. */
const readEveryDays = 7;

/**
 * Decides whether a user's tags are read today. They are read on every day on which some user type has an
 * action due, whatever the user's type was at the last reading, because it may have changed. An ad hoc run always reads
 * them. Decisions based on remembered tags that lead to an action are made again with fresh ones; see
 * `functions/worker/evaluate/read-fresh.ts`.
 */
export function tagSourceOf({ userName, keys, remembered, run }: TagFacts): TagSource {
  const needed = keys.filter(needsTags);
  if (needed.length === 0) return "notNeeded";
  if (remembered === undefined) return "read";
  if (remembered.run === run.id) return "remembered";
  const isOtherDay = run.day !== run.utcDay || remembered.readOn > run.day;
  if (run.readsFresh === true || isOtherDay) return "read";
  if (lastTurnOf(userName, run.day) > remembered.readOn) return "read";
  return needed.some((key) => mayHaveActed(key, remembered.readOn)) ? "read" : "remembered";
}

/** The latest day, up to today, of this user's weekly reading. */
function lastTurnOf(userName: string, today: Day): Day {
  const dayNumber = daysBetween("1970-01-01", today);
  return addDays(today, -((dayNumber + hashOf(userName)) % readEveryDays));
}

/**
 * Whether an action may be due today, or may have been due on a day since the last reading on which no run took
 * place: a stage or a reminder of some user type, the day that a standing notice named, or the last day on which a new
 * owner can still be warned in time for it.
 */
function mayHaveActed({ key, history, rules, today }: TaggedKey, readOn: Day): boolean {
  const named = standingNotices(history).flatMap(({ names }) =>
    names === undefined ? [] : [names, addDays(names, -rules.minimumNoticeDays)],
  );
  const stages = rules.stages.map(({ day }) => addDays(key.createdOn, day));
  const isBetween = (day: Day) => day === today || (readOn < day && day <= today);
  return [...named, ...stages].some(isBetween) || isReminderBetween({ key, history, rules, today }, readOn);
}

/**
 * Reminders count from the last stage of a user type, and those about an unreadable exemption from the first stage. A
 * type's last stage can be any stage, so reminders are counted from each of them.
 */
function isReminderBetween({ key, rules, today }: TaggedKey, readOn: Day): boolean {
  const { remindEveryDays } = rules;
  const age = daysBetween(key.createdOn, today);
  const ageThen = Math.min(daysBetween(key.createdOn, readOn), age - 1);
  return rules.stages.some(({ day }) => {
    if (age < day || !remindsAfter(day, rules)) return false;
    return Math.floor((age - day) / remindEveryDays) > Math.floor((ageThen - day) / remindEveryDays);
  });
}

/** Whether some user type, or an unknown type, gets reminders that count from this stage. */
function remindsAfter(day: number, rules: TaggedKey["rules"]): boolean {
  const { stages } = rules;
  if (day === firstStageDay(rules) || day === stages.at(-1)?.day) return true;
  const types = new Set(stages.flatMap(({ actions }) => Object.keys(actions)));
  return [...types].some((type) => {
    const last = stages.findLast(({ actions }) => actions[type] !== undefined);
    return last?.day === day && last.actions[type] === "notify";
  });
}
