import * as z from "zod/mini";
import type { Account } from "../functions/domain/account.ts";
import { accountIdSchema, daySchema, evaluatedDaySchema, modeSchema } from "./policy.ts";

/**
 * The input that a person or the schedule starts the daily state machine with. Any other field is an error that names
 * it.
 */
export const runInputSchema = z.strictObject({
  /** Only these accounts; all must be members of the Organization. Absent: every account. */
  accountIds: z.optional(
    z
      .array(accountIdSchema)
      .check(
        z.minLength(1, "expected at least one account"),
        z.maxLength(1000, "expected at most 1,000 accounts"),
      ),
  ),
  /** Lowers an enforcing deployment for this run; nothing can raise one in report mode. */
  mode: z.optional(z.literal("report", 'expected "report": an execution can lower the mode, never raise it')),
  /** Evaluate as on that day; implies report mode. */
  asOf: z.optional(evaluatedDaySchema),
  /** Mail the digest of an ad hoc run too. The daily run always mails it. */
  digest: z.optional(z.boolean("expected true or false")),
  /**
   * An ad hoc run: it reads the tags of every user again, and mails no digest unless asked. A run that names accounts,
   * report mode or another day is one anyway.
   */
  fresh: z.optional(z.literal(true, "expected true")),
});
export type RunInput = z.infer<typeof runInputSchema>;

/** An execution, as the context object of the state machine names it. */
export const executionSchema = z.strictObject({
  name: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,80}$/, "expected an execution name")),
  startTime: z.iso.datetime({ offset: true }),
});

/** State machine -> scheduler. */
export const listAccountsEventSchema = z.strictObject({ execution: executionSchema, input: runInputSchema });
export type ListAccountsEvent = z.infer<typeof listAccountsEventSchema>;

/**
 * The run, as every state after the first gets it. All evaluate as of `day`, so a retry an hour later decides the same.
 */
export const runSchema = z.strictObject({
  id: z.string(),
  startedAt: z.iso.datetime({ offset: true }),
  day: daySchema,
  mode: modeSchema,
  /** `accounts`: the input named them. Such a run's totals are not compared with others. */
  scope: z.enum(["organization", "accounts"]),
  /** Present in an ad hoc run: then every user's tags are read again. */
  readsFresh: z.optional(z.literal(true)),
  /** The last day of the pause at the start of the run. */
  pausedUntil: z.optional(daySchema),
  /** Over how many days first notices of overdue keys are spread. */
  spreadOverDays: z.int().check(z.minimum(1)),
  /** Mails per second that SES allows the account (MaxSendRate); all workers of all runs share it. */
  mailRate: z.number().check(z.positive()),
});
export type Run = z.infer<typeof runSchema>;

export const objectLocationSchema = z.strictObject({ bucket: z.string(), key: z.string() });
/** An object in S3. */
export type ObjectLocation = z.infer<typeof objectLocationSchema>;

/** One item of the work list. */
export const accountSchema: z.ZodMiniType<Account> = z.strictObject({
  id: accountIdSchema,
  name: z.string(),
  path: z.array(z.string()),
  joinedOn: z.optional(daySchema),
  state: z.string(),
});

/** Scheduler -> EvaluateAccounts, PlanDeactivations and Report. The accounts themselves are in S3. */
export const accountListSchema = z.strictObject({
  run: runSchema,
  workList: objectLocationSchema,
  /** Accounts that are not evaluated, with the reason, as JSON lines. */
  skipped: objectLocationSchema,
  accounts: z.strictObject({ listed: z.int(), skipped: z.int() }),
  /** Whether the report mails its digest: always after the daily run, after an ad hoc run if asked. */
  mailsDigest: z.boolean(),
  maxConcurrency: z.int().check(z.minimum(1)),
});
export type AccountList = z.infer<typeof accountListSchema>;

const skipReasonSchema = z.discriminatedUnion("code", [
  z.strictObject({ code: z.literal("state"), state: z.string() }),
  z.strictObject({ code: z.literal("excluded") }),
  z.strictObject({ code: z.literal("excludedWithOu"), organizationalUnit: z.string() }),
  z.strictObject({ code: z.literal("notIncluded") }),
]);

/** One line of the list of skipped accounts. */
export const skippedAccountSchema = z.strictObject({
  id: accountIdSchema,
  name: z.string(),
  path: z.array(z.string()),
  reason: skipReasonSchema,
});
export type SkippedAccount = z.infer<typeof skippedAccountSchema>;

/** EvaluateAccounts -> worker (evaluate). */
export const evaluateAccountEventSchema = z.strictObject({ run: runSchema, account: accountSchema });
export type EvaluateAccountEvent = z.infer<typeof evaluateAccountEventSchema>;

/** A caught error in a state's input (Amazon States Language, "Error output"). */
export const errorOutputSchema = z.object({ Error: z.optional(z.string()), Cause: z.optional(z.unknown()) });
