import type { UpcomingDay } from "../../statemachine/run-report.ts";
import type { Day } from "../domain/calendar-day.ts";
import type { TimelineStep } from "../domain/timeline.ts";

/** How many accounts a day names. */
export const longestUpcomingList = 3;

/**
 * Counts the steps of the days after a run, account by account. Only the accounts with most steps of each day are kept.
 */
export function upcomingCounter() {
  const days = new Map<Day, UpcomingDay>();
  return {
    add(accountId: string, steps: readonly TimelineStep[]): void {
      for (const [on, [notices, deactivations]] of countedByDay(steps)) {
        const day = days.get(on) ?? { on, notices: 0, deactivations: 0, accounts: [], more: 0 };
        day.notices += notices;
        day.deactivations += deactivations;
        day.accounts = [...day.accounts, [accountId, notices, deactivations] satisfies Counted].sort(
          mostFirst,
        );
        if (day.accounts.length > longestUpcomingList) {
          day.accounts.pop();
          day.more += 1;
        }
        days.set(on, day);
      }
    },
    days(): UpcomingDay[] {
      return [...days.values()].sort((one, other) => (one.on < other.on ? -1 : 1));
    },
  };
}

type Counted = [string, number, number];

function mostFirst(one: Counted, other: Counted): number {
  return other[2] - one[2] || other[1] - one[1];
}

function countedByDay(steps: readonly TimelineStep[]): Map<Day, [number, number]> {
  const days = new Map<Day, [number, number]>();
  for (const { on, what } of steps) {
    const [notices, deactivations] = days.get(on) ?? [0, 0];
    days.set(on, what === "notify" ? [notices + 1, deactivations] : [notices, deactivations + 1]);
  }
  return days;
}
