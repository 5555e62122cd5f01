import * as z from "zod/mini";
import { secondsSchema } from "./fields.ts";
import { resultPathSchema } from "./template-schema.ts";

/** Neither is ever retried or caught, so a rule for it would be without effect. */
const terminal = ["States.Runtime", "States.DataLimitExceeded"];

function errorNames(refused: readonly string[]) {
  return z
    .array(z.string().check(z.refine((name) => !refused.includes(name), "expected an error that can occur")))
    .check(z.minLength(1));
}

/** AWS refuses `States.ALL` beside other names, and anywhere but in the last rule. */
const allErrorsLast = z.refine<readonly { readonly ErrorEquals: readonly string[] }[]>(
  (rules) =>
    rules.every(
      ({ ErrorEquals }, position) =>
        !ErrorEquals.includes("States.ALL") || (ErrorEquals.length === 1 && position === rules.length - 1),
    ),
  "expected States.ALL alone and last",
);

function errorRules(refused: readonly string[]) {
  const ErrorEquals = errorNames(refused);
  const retrier = z.strictObject({
    Comment: z.optional(z.string()),
    ErrorEquals,
    IntervalSeconds: z.optional(secondsSchema),
    MaxAttempts: z.optional(z.int().check(z.minimum(0))),
    BackoffRate: z.optional(z.number().check(z.minimum(1))),
    MaxDelaySeconds: z.optional(secondsSchema),
    JitterStrategy: z.optional(z.enum(["FULL", "NONE"])),
  });
  const catcher = z.strictObject({
    Comment: z.optional(z.string()),
    ErrorEquals,
    ResultPath: z.optional(resultPathSchema),
    Next: z.string(),
  });
  return {
    Retry: z.optional(z.array(retrier).check(allErrorsLast)),
    Catch: z.optional(z.array(catcher).check(allErrorsLast)),
  };
}

/** Retry and Catch of a Task (Step Functions developer guide, "Handling errors in workflows"). */
export const taskErrorRules = errorRules(terminal);

/** Those of a Map, which goes to the engine as a task: `States.TaskFailed` would match it there, and not on AWS. */
export const mapErrorRules = errorRules([...terminal, "States.TaskFailed"]);
