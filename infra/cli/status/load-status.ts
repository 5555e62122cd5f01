import * as z from "zod/mini";
import { addDays, type Day, dayOf } from "../../../functions/domain/calendar-day.ts";
import { type Totals, totalsSchema } from "../../../statemachine/contract.ts";
import { modeSchema } from "../../../statemachine/policy.ts";
import type { UpcomingDay } from "../../../statemachine/run-report.ts";
import type { Connection } from "../shared/connection.ts";
import { lastWholeRun, readReportOf } from "../shared/load-run-report.ts";
import { hasReport, type RunRecord, runRecords } from "../shared/run-records.ts";

/** What a run came to, as far as its end or its report says. */
export interface RunOutcome {
  readonly mode: "report" | "enforce";
  readonly coverage: "complete" | "incomplete";
  readonly totals: Totals;
}

/** A run in the list. */
export interface ListedRun {
  readonly record: RunRecord;
  readonly outcome?: RunOutcome;
  /** Why there is no outcome, where the run came to its end. */
  readonly unknown?: string;
}

/** What the days after the last whole run bring, by its report. */
export interface Due {
  readonly run: string;
  readonly day: Day;
  readonly mode: "report" | "enforce";
  readonly days: readonly UpcomingDay[];
  readonly accountNames: ReadonlyMap<string, string>;
}

/** Everything that `curfew status` shows. */
export interface Status {
  readonly accountId: string;
  readonly region: string;
  readonly today: Day;
  readonly runs: readonly ListedRun[];
  /** `missing` says why there is no report of a run over the whole Organization. */
  readonly due: Due | { readonly missing: string };
}

/** So many days ahead `curfew status` looks. */
export const daysAhead = 14;

/** Asks Step Functions for the runs, and the bucket for what they came to. */
export async function loadStatus(connection: Connection, count: number, now = new Date()): Promise<Status> {
  const runs: ListedRun[] = [];
  for await (const record of runRecords(connection)) {
    runs.push({ record, ...(await outcomeOf(connection, record)) });
    if (runs.length === count) break;
  }
  const { accountId, region } = connection;
  const today = dayOf(now);
  return { accountId, region, today, runs, due: await dueDays(connection, today) };
}

/** Of a report only this is read: one of 50,000 accounts is long, and older ones hold other things beside it. */
const outcomeSchema = z.object({
  run: z.object({ mode: modeSchema }),
  coverage: z.enum(["complete", "incomplete"]),
  totals: totalsSchema,
});

/** A run that succeeded has its summary as its output; one that ends in `Fail` has none, but a report. */
async function outcomeOf(
  connection: Connection,
  record: RunRecord,
): Promise<Pick<ListedRun, "outcome" | "unknown">> {
  if (!hasReport(record)) return {};
  const summary = outcomeSchema.safeParse(JSON.parse(record.output ?? "{}"));
  const found = summary.success ? summary.data : await readReportOf(connection, record, outcomeSchema);
  if ("missing" in found) return { unknown: found.missing };
  return { outcome: { mode: found.run.mode, coverage: found.coverage, totals: found.totals } };
}

async function dueDays(connection: Connection, today: Day): Promise<Status["due"]> {
  const whole = await lastWholeRun(connection);
  if ("missing" in whole) return whole;
  const { run, upcoming, accounts } = whole.report;
  const last = addDays(today, daysAhead);
  return {
    run: run.id,
    day: run.day,
    mode: run.mode,
    days: upcoming.filter(({ on }) => on >= today && on <= last),
    accountNames: new Map(accounts.map(({ id, name }) => [id, name])),
  };
}
