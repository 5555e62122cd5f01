import * as z from "zod/mini";
import { type Day, dayOf } from "../../../functions/domain/calendar-day.ts";
import { reportKey } from "../../../functions/domain/run-files.ts";
import { modeSchema } from "../../../statemachine/policy.ts";
import { runSummarySchema, type Totals, totalsSchema } from "../../../statemachine/run-summary.ts";
import { type Attention, attentionOf } from "../shared/attention.ts";
import type { Connection } from "../shared/connection.ts";
import { type RunningPause, runningPause } from "../shared/current-pause.ts";
import { policyAtHand } from "../shared/deployed-settings.ts";
import { lastFullRun } from "../shared/full-run.ts";
import { bucketReader, isMissing, type Missing, type RunReader, readJson } from "../shared/run-reader.ts";
import { dayOfRun, hasReport, type RunRecord, runRecords } from "../shared/run-records.ts";
import { type DueDays, dueDays } from "./due.ts";

/** The result of a run, as far as its output or its report says. */
export interface RunOutcome {
  readonly mode: "report" | "enforce";
  readonly coverage: "complete" | "incomplete";
  readonly state: string;
  readonly totals: Totals;
}

/** A run in the list. */
export interface ListedRun {
  readonly record: RunRecord;
  readonly outcome?: RunOutcome;
  /** Why there is no outcome, where the run has ended. */
  readonly unknown?: string;
}

/** What the last full run found and foresees. */
export interface ShownRun {
  readonly run: string;
  readonly day: Day;
  readonly mode: "report" | "enforce";
  readonly due: DueDays;
  readonly accountNames: ReadonlyMap<string, string>;
  readonly attention: Attention;
}

/** Everything that `curfew status` shows. */
export interface Status {
  readonly accountId: string;
  readonly region: string;
  readonly today: Day;
  readonly runs: readonly ListedRun[];
  /** `missing`: why the ledger could not be asked. */
  readonly pause?: RunningPause | Missing | undefined;
  readonly last: ShownRun | Missing;
}

/** Asks Step Functions for the runs, the ledger for the pause and the bucket for the reports. */
export async function loadStatus(
  connection: Connection,
  count: number,
  settings: string,
  now = new Date(),
): Promise<Status> {
  const reader = bucketReader(connection);
  const runs: ListedRun[] = [];
  for await (const record of runRecords(connection)) {
    runs.push({ record, ...(await outcomeOf(reader, record)) });
    if (runs.length === count) break;
  }
  const { accountId, region } = connection;
  const today = dayOf(now);
  const pause = await runningPause(connection, today);
  return { accountId, region, today, runs, pause, last: await lastRun(connection, pause, settings, now) };
}

/** Only this is read of a report: one of 50,000 accounts is long, and reports of older versions have other fields. */
const outcomeSchema = z.object({
  run: z.object({ mode: modeSchema }),
  coverage: runSummarySchema.shape.coverage,
  state: runSummarySchema.shape.state,
  totals: totalsSchema,
});

/** A run that succeeded has its summary as its output; one that ends in `Fail` has a report only. */
async function outcomeOf(
  reader: RunReader,
  record: RunRecord,
): Promise<Pick<ListedRun, "outcome" | "unknown">> {
  if (!hasReport(record)) return {};
  const summary = outcomeSchema.safeParse(JSON.parse(record.output ?? "{}"));
  const key = reportKey(dayOfRun(record), record.name, "json");
  const found = summary.success ? summary.data : await readJson(reader, key, outcomeSchema, "run report");
  if (isMissing(found)) return { unknown: found.missing };
  const { run, coverage, state, totals } = found;
  return { outcome: { mode: run.mode, coverage, state, totals } };
}

async function lastRun(
  connection: Connection,
  pause: Status["pause"],
  settings: string,
  now: Date,
): Promise<ShownRun | Missing> {
  const full = await lastFullRun(connection);
  if (isMissing(full)) return full;
  const { report } = full;
  const { run, accounts } = report;
  const policy = () => policyAtHand(settings, connection, report);
  return {
    run: run.id,
    day: run.day,
    mode: run.mode,
    due: await dueDays({ reader: bucketReader(connection), report, pause, policy, now }),
    accountNames: new Map(accounts.map(({ id, name }) => [id, name])),
    attention: attentionOf(report),
  };
}
