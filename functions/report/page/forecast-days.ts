import type { UpcomingDay } from "../../../statemachine/run-report.ts";
import { addDays, type Day } from "../../domain/calendar-day.ts";
import { plain } from "../../notices/plain.ts";
import { counted } from "./figure-text.ts";

/** So many days the forecast shows. */
const forecastLength = 14;

/** So many accounts are named for a day. */
const longestList = 3;

/** A day of the forecast. */
export interface ForecastDay {
  readonly on: Day;
  readonly notices: number;
  readonly deactivations: number;
  /** The accounts that have most before them, deactivations first, and how many more there are. */
  readonly accounts: readonly string[];
  readonly more: number;
}

/** All days of the forecast, also those that bring nothing: a gap would look like a lost day. */
export function forecastDays(
  today: Day,
  upcoming: readonly UpcomingDay[],
  names: ReadonlyMap<string, string>,
): ForecastDay[] {
  const byDay = new Map(upcoming.map((day) => [day.on, day]));
  return Array.from({ length: forecastLength }, (_, index) => {
    const on = addDays(today, index + 1);
    const { notices = 0, deactivations = 0, accounts = [] } = byDay.get(on) ?? {};
    const gravestFirst = accounts.toSorted((one, other) => other[2] - one[2] || other[1] - one[1]);
    return {
      on,
      notices,
      deactivations,
      accounts: gravestFirst.slice(0, longestList).map((account) => accountText(account, names)),
      more: Math.max(0, accounts.length - longestList),
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
