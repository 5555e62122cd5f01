import type { UpcomingDay } from "../../../statemachine/run-report.ts";
import { addDays, type Day } from "../../domain/calendar-day.ts";
import { upcomingDays } from "../../domain/recorded-timeline.ts";
import { counted } from "../../notices/figures.ts";
import { plain } from "../../notices/plain.ts";

/** A day of the forecast. */
export interface ForecastDay {
  readonly on: Day;
  readonly notices: number;
  readonly deactivations: number;
  /** The accounts with the most steps, deactivations first, and the number of the others. */
  readonly accounts: readonly string[];
  readonly more: number;
}

/** All days of the forecast, even those without steps: a gap would look like a missing day. */
export function forecastDays(
  today: Day,
  upcoming: readonly UpcomingDay[],
  names: ReadonlyMap<string, string>,
): ForecastDay[] {
  const byDay = new Map(upcoming.map((day) => [day.on, day]));
  return Array.from({ length: upcomingDays }, (_, index) => {
    const on = addDays(today, index + 1);
    const { notices = 0, deactivations = 0, accounts = [], more = 0 } = byDay.get(on) ?? {};
    return {
      on,
      notices,
      deactivations,
      accounts: accounts.map((account) => accountText(account, names)),
      more,
    };
  });
}

function accountText(
  [id, notices, deactivations]: UpcomingDay["accounts"][number],
  names: ReadonlyMap<string, string>,
): string {
  const figures = [
    ...(deactivations === 0 ? [] : [counted(deactivations, "deactivation")]),
    ...(notices === 0 ? [] : [counted(notices, "notice")]),
  ];
  return `${plain(names.get(id) ?? id, 60)}: ${figures.join(", ")}`;
}
