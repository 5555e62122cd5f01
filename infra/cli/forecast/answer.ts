import * as z from "zod/mini";
import { maskedKeyId } from "../../../functions/domain/access-key.ts";
import { modeSchema } from "../../../statemachine/policy.ts";
import { stepAnswer, stepSchema } from "../explain/answer.ts";
import { ouName } from "../shared/words.ts";
import type { Forecast, ForecastStep } from "./load.ts";

const tallySchema = z.strictObject({ notices: z.int(), deactivations: z.int() });
type Tally = z.infer<typeof tallySchema>;

/** `curfew forecast --json`. */
export const forecastAnswerSchema = z.strictObject({
  forecast: z.strictObject({
    from: z.string(),
    to: z.string(),
    basedOn: z.strictObject({ run: z.string(), day: z.string() }),
    /** The last day of the current pause. */
    pausedUntil: z.optional(z.string()),
    /** In accounts in enforce mode. */
    totals: tallySchema,
    /** In accounts in report mode, where nothing is sent or deactivated. */
    inReportMode: tallySchema,
    days: z.array(z.extend(tallySchema, { on: z.string() })),
    unknown: z.strictObject({
      accounts: z.array(z.strictObject({ id: z.string(), name: z.string(), reason: z.string() })),
      keysWithoutTags: z.int(),
    }),
    steps: z.array(
      z.extend(stepSchema, {
        mode: modeSchema,
        accountId: z.string(),
        accountName: z.string(),
        ou: z.string(),
        path: z.array(z.string()),
        userName: z.string(),
        /** The last four characters. */
        key: z.string(),
        areTagsKnown: z.boolean(),
      }),
    ),
  }),
});
export type ForecastAnswer = z.infer<typeof forecastAnswerSchema>;

/** How many notices and deactivations some steps are. */
export function tallyOf(steps: readonly ForecastStep[]): Tally {
  const notices = steps.filter(({ step }) => step.what === "notify").length;
  return { notices, deactivations: steps.length - notices };
}

/** The steps of each day, in order. */
export function byDay(steps: readonly ForecastStep[]): [string, ForecastStep[]][] {
  return [...Map.groupBy(steps, ({ step }) => step.on)];
}

/** `curfew forecast` for a program. */
export function forecastAnswer(forecast: Forecast): ForecastAnswer {
  const { run, from, to, steps, unknownAccounts, keysWithoutTags, pausedUntil, ouNames } = forecast;
  const enforced = steps.filter(({ mode }) => mode === "enforce");
  return {
    forecast: {
      from,
      to,
      basedOn: { run: run.id, day: run.day },
      pausedUntil,
      totals: tallyOf(enforced),
      inReportMode: tallyOf(steps.filter(({ mode }) => mode === "report")),
      days: byDay(enforced).map(([on, own]) => ({ on, ...tallyOf(own) })),
      unknown: { accounts: [...unknownAccounts], keysWithoutTags },
      steps: steps.map(({ step, mode, account, userName, accessKeyId, areTagsKnown }) => ({
        ...stepAnswer(step),
        mode,
        accountId: account.id,
        accountName: account.name,
        ou: ouName(account.path, ouNames),
        path: [...account.path],
        userName,
        key: maskedKeyId(accessKeyId),
        areTagsKnown,
      })),
    },
  };
}
