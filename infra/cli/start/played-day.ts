import * as z from "zod/mini";
import type { RunReport } from "../../../statemachine/run-report.ts";

/** What one run of a first deployment did. */
export const playedDaySchema = z.strictObject({
  /** `report`: the run in report mode; 0: the first day on which Curfew acts. */
  day: z.union([z.literal("report"), z.int()]),
  date: z.string(),
  overdue: z.int(),
  /** Keys that may be deactivated on that day. */
  due: z.int(),
  planned: z.int(),
  deactivated: z.int(),
  waiting: z.int(),
  /** In report mode: those that would be sent. */
  notices: z.int(),
  awaitingApproval: z.int(),
});
export type PlayedDay = z.infer<typeof playedDaySchema>;

/** The figures of a day, from its report. */
export function playedDay(day: PlayedDay["day"], { run, totals, plan }: RunReport): PlayedDay {
  const fates: Readonly<Record<string, number>> = plan?.fates ?? {};
  return {
    day,
    date: run.day,
    overdue: totals.overdueKeys,
    due: Object.values(fates).reduce((sum, keys) => sum + keys, 0),
    planned: fates.deactivate ?? 0,
    deactivated: totals.keysDeactivated,
    waiting: totals.waitingKeys,
    notices: run.mode === "report" ? totals.wouldNotify : totals.noticesSent,
    awaitingApproval: totals.awaitingApproval,
  };
}

const widths = [6, 10, 7, 5, 7, 11, 7, 7, 8];

/** Above the lines of the days. */
export const playedDaysHead = line([
  "day",
  "date",
  "overdue",
  "due",
  "planned",
  "deactivated",
  "waiting",
  "notices",
  "approval",
]);

/** A day as one line, printed as soon as the day is over. */
export function playedDayLine({ day, date, overdue, due, planned, ...rest }: PlayedDay): string {
  const { deactivated, waiting, notices, awaitingApproval } = rest;
  return line([day, date, overdue, due, planned, deactivated, waiting, notices, awaitingApproval]);
}

function line(cells: readonly (string | number)[]): string {
  return cells.map((cell, column) => String(cell).padStart(widths[column] ?? 0)).join(" ");
}
