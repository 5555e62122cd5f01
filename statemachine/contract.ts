import * as z from "zod/mini";
import type { Account } from "../functions/domain/account.ts";
import { accountIdSchema, daySchema, judgedDaySchema, modeSchema } from "./policy.ts";
import { restoreOrderSchema } from "./restore-order.ts";

/** What a person or the schedule starts an execution with; any other field is an error that names it. */
export const runInputSchema = z
  .strictObject({
    /** Only these accounts; all must be members of the Organization. Absent: every account. */
    accountIds: z.optional(
      z
        .array(accountIdSchema)
        .check(
          z.minLength(1, "expected at least one account"),
          z.maxLength(1000, "expected at most 1,000 accounts"),
        ),
    ),
    /** Lowers an enforcing deployment for this run; nothing can raise a reporting one. */
    mode: z.optional(
      z.literal("report", 'expected "report": an execution can lower the mode, never raise it'),
    ),
    /** Judge as on that day; implies report mode. */
    asOf: z.optional(judgedDaySchema),
    /** Nothing is judged then: this one key is switched on again. */
    restore: z.optional(restoreOrderSchema),
  })
  .check(
    z.refine(
      ({ restore, ...rest }) =>
        restore === undefined || Object.values(rest).every((value) => value === undefined),
      { path: ["restore"], message: "stands alone: it names its account, and neither reports nor judges" },
    ),
  );
export type RunInput = z.infer<typeof runInputSchema>;

/** State machine -> scheduler. */
export const listAccountsEventSchema = z.strictObject({
  execution: z.strictObject({
    name: z.string().check(z.regex(/^[A-Za-z0-9_-]{1,80}$/, "expected an execution name")),
    startTime: z.iso.datetime({ offset: true }),
  }),
  input: runInputSchema,
});
export type ListAccountsEvent = z.infer<typeof listAccountsEventSchema>;

/** The run, as every state after the first knows it. All judge by `day`, so a retry an hour later decides the same. */
export const runSchema = z.strictObject({
  id: z.string(),
  startedAt: z.iso.datetime({ offset: true }),
  day: daySchema,
  mode: modeSchema,
});
export type Run = z.infer<typeof runSchema>;

const objectLocationSchema = z.strictObject({ bucket: z.string(), key: z.string() });
export type ObjectLocation = z.infer<typeof objectLocationSchema>;

/** Scheduler -> Map and report. The accounts themselves are in S3. */
export const accountListSchema = z.strictObject({
  run: runSchema,
  workList: objectLocationSchema,
  /** Accounts that will not be enforced, with the reason, as JSON lines. */
  leftOut: objectLocationSchema,
  accounts: z.strictObject({ listed: z.int(), leftOut: z.int() }),
  /** Present where the input named the accounts: the totals of such a run are compared to no other's. */
  onlyAskedFor: z.optional(z.literal(true)),
  maxConcurrency: z.int().check(z.minimum(1)),
});
export type AccountList = z.infer<typeof accountListSchema>;

/** One item of the work list. */
export const accountSchema: z.ZodMiniType<Account> = z.strictObject({
  id: accountIdSchema,
  name: z.string(),
  path: z.array(z.string()),
  joinedOn: z.optional(daySchema),
});

/** One line of the left-out list. */
export const leftOutAccountSchema = z.strictObject({
  id: accountIdSchema,
  name: z.string(),
  path: z.array(z.string()),
  reason: z.string(),
});
export type LeftOutAccount = z.infer<typeof leftOutAccountSchema>;

/** Map -> worker. */
export const enforceAccountEventSchema = z.strictObject({ run: runSchema, account: accountSchema });
export type EnforceAccountEvent = z.infer<typeof enforceAccountEventSchema>;

/** What a caught error looks like in a state's input (Amazon States Language, "Error output"). */
const errorOutputSchema = z.object({ Error: z.optional(z.string()), Cause: z.optional(z.unknown()) });

/** State machine -> report: the scheduler's account list, and the Map's own failure if it had one. */
export const reportEventSchema = z.extend(accountListSchema, { mapFailure: z.optional(errorOutputSchema) });
export type ReportEvent = z.infer<typeof reportEventSchema>;

/** What a run came to, in figures. */
export const totalsSchema = z.strictObject({
  accounts: z.strictObject({
    listed: z.int(),
    reached: z.int(),
    notOnboarded: z.int(),
    unreached: z.int(),
    leftOut: z.int(),
  }),
  users: z.int(),
  keys: z.int(),
  activeKeys: z.int(),
  noticesSent: z.int(),
  noticesFailed: z.int(),
  keysDeactivated: z.int(),
  deactivationsFailed: z.int(),
  keysWithheld: z.int(),
  keysExempt: z.int(),
  /** Report mode: what an enforcing run would have done. */
  wouldNotify: z.int(),
  wouldDeactivate: z.int(),
});
export type Totals = z.infer<typeof totalsSchema>;

/** Report -> Choice, and the output of the execution. */
export const runSummarySchema = z.strictObject({
  run: runSchema,
  coverage: z.enum(["complete", "incomplete"]),
  /** One sentence: which accounts were not reached, or that all were. At most 1,000 characters. */
  cause: z.string(),
  totals: totalsSchema,
  report: z.strictObject({
    json: objectLocationSchema,
    csv: objectLocationSchema,
    html: objectLocationSchema,
  }),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
