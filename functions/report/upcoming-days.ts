import type { AccountResult } from "../../statemachine/account-result.ts";
import type { UpcomingDay } from "../../statemachine/run-report.ts";
import { addDays, type Day } from "../domain/calendar-day.ts";

/** So many days ahead the report looks: a first and a last notice lie ten days apart in the article. */
const forecastDays = 14;

/**
 * Counts what the days after a run bring, while the results go by. Only the next step of each key is known,
 * so a key that is due twice within the two weeks counts once, and an exempt key not at all: nothing is due to it
 * before its exemption ends.
 */
export function upcomingCounter(today: Day) {
  const last = addDays(today, forecastDays);
  const days = new Map<Day, UpcomingDay>();
  return {
    add({ account, results }: AccountResult): void {
      const own = new Map<Day, [string, number, number]>();
      for (const { decision } of results) {
        const { next, withheld } = decision;
        if (next === undefined || withheld === "exempt" || next.on <= today || next.on > last) continue;
        const [id, notices, deactivations] = own.get(next.on) ?? [account.id, 0, 0];
        const notified = next.what === "notify" ? 1 : 0;
        own.set(next.on, [id, notices + notified, deactivations + 1 - notified]);
      }
      for (const [on, counts] of own) {
        const day = days.get(on) ?? { on, notices: 0, deactivations: 0, accounts: [] };
        day.notices += counts[1];
        day.deactivations += counts[2];
        day.accounts.push(counts);
        days.set(on, day);
      }
    },
    days(): UpcomingDay[] {
      return [...days.values()].sort((one, other) => (one.on < other.on ? -1 : 1));
    },
  };
}
