import * as z from "zod/mini";
import { modeSchema } from "../../../statemachine/policy.ts";
import type { UpcomingDay } from "../../../statemachine/run-report.ts";
import { runSummarySchema, totalsSchema } from "../../../statemachine/run-summary.ts";
import { isMissing } from "../shared/run-reader.ts";
import type { ShownRun, Status } from "./load.ts";

const missingSchema = z.strictObject({ missing: z.string() });

/** What somebody should look at. */
const attentionSchema = z.strictObject({
  longOverdue: z.int(),
  waiting: z.int(),
  awaitingApproval: z.int(),
  usersWithoutEmail: z.int(),
  usersWithoutType: z.int(),
  overdue: z.array(
    z.strictObject({
      accountId: z.string(),
      accountName: z.string(),
      userName: z.string(),
      key: z.string(),
      overdueDays: z.int(),
      state: z.string(),
      code: z.string(),
      reason: z.string(),
      restarts: z.int(),
    }),
  ),
  holds: z.array(z.strictObject({ code: z.string(), keys: z.int(), oldestDays: z.optional(z.int()) })),
  undeliverable: z.array(
    z.strictObject({
      address: z.string(),
      isFallback: z.boolean(),
      cause: z.string(),
      on: z.string(),
      keys: z.int(),
    }),
  ),
});

/** What is due on a day. */
const daySchema = z.strictObject({
  on: z.string(),
  notices: z.int(),
  deactivations: z.int(),
  /** The accounts with most of them. */
  accounts: z.array(
    z.strictObject({ id: z.string(), name: z.string(), notices: z.int(), deactivations: z.int() }),
  ),
  moreAccounts: z.int(),
});

/** `curfew status --json`. */
export const statusAnswerSchema = z.strictObject({
  hub: z.strictObject({ accountId: z.string(), region: z.string() }),
  pause: z.optional(
    z.union([z.strictObject({ until: z.string(), reason: z.string(), by: z.string() }), missingSchema]),
  ),
  /** The newest first. */
  runs: z.array(
    z.strictObject({
      name: z.string(),
      /** The status of the execution. */
      status: z.string(),
      startedAt: z.string(),
      endedAt: z.optional(z.string()),
      /** As the execution was started with it; a text where that is not a run's input. */
      input: z.unknown(),
      error: z.optional(z.string()),
      cause: z.optional(z.string()),
      mode: z.optional(modeSchema),
      coverage: z.optional(runSummarySchema.shape.coverage),
      /** The state of the plan. */
      state: z.optional(z.string()),
      totals: z.optional(totalsSchema),
      /** Why mode, coverage, state and totals are not known. */
      unknown: z.optional(z.string()),
    }),
  ),
  /** What the last full run found and foresees. */
  last: z.union([
    z.strictObject({
      run: z.string(),
      day: z.string(),
      mode: modeSchema,
      attention: attentionSchema,
      days: z.union([z.array(daySchema), missingSchema]),
      /** A pause began, ended or was changed after the run; `days` respects the current one. */
      isPauseNew: z.boolean(),
    }),
    missingSchema,
  ]),
});
export type StatusAnswer = z.infer<typeof statusAnswerSchema>;

/** `curfew status` for a program. */
export function statusAnswer({ accountId, region, pause, runs, last }: Status): StatusAnswer {
  return {
    hub: { accountId, region },
    ...(pause === undefined ? {} : { pause }),
    runs: runs.map(({ record, outcome, unknown }) => ({
      name: record.name,
      status: record.status,
      startedAt: record.startedAt.toISOString(),
      endedAt: record.endedAt?.toISOString(),
      input: record.input ?? record.inputText,
      error: record.error,
      cause: record.cause,
      ...outcome,
      unknown,
    })),
    last: isMissing(last) ? last : lastAnswer(last),
  };
}

function lastAnswer({ run, day, mode, attention, due: { days, isPauseNew }, accountNames }: ShownRun) {
  const dayAnswer = ({ on, notices, deactivations, accounts, more }: UpcomingDay) => ({
    on,
    notices,
    deactivations,
    accounts: accounts.map(([id, ownNotices, ownDeactivations]) => ({
      id,
      name: accountNames.get(id) ?? id,
      notices: ownNotices,
      deactivations: ownDeactivations,
    })),
    moreAccounts: more,
  });
  return {
    run,
    day,
    mode,
    attention: attentionAnswer(attention),
    days: isMissing(days) ? days : days.map(dayAnswer),
    isPauseNew,
  };
}

/** What somebody should look at, for a program. */
function attentionAnswer({
  overdue,
  holds,
  undeliverable,
  ...figures
}: ShownRun["attention"]): z.infer<typeof attentionSchema> {
  return {
    ...figures,
    overdue: overdue.map((key) => ({ ...key })),
    holds: holds.map((hold) => ({ ...hold })),
    undeliverable: [...undeliverable],
  };
}
